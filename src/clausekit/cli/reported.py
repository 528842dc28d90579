def refuse_options(**k): pass
