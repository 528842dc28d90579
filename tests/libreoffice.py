"""LibreOffice, started once for all the documents that a module gives it: a start costs more than a document."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ACCEPT, REJECT = "AcceptAllTrackedChanges", "RejectAllTrackedChanges"

needed = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Essai" script:language="StarBasic">
Sub Save(source As String, target As String, act As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim doc : doc = StarDesktop.loadComponentFromURL(ConvertToUrl(source), "_blank", 0, hidden())
  If act &lt;&gt; "" Then
    Dim way : way = createUnoService("com.sun.star.frame.DispatchHelper")
    way.executeDispatch(doc.CurrentController.Frame, ".uno:" &amp; act, "", 0, Array())
  End If
  Dim form(1) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = Filter(target)
  form(1).Name = "FilterOptions" : form(1).Value = IIf(Right(target, 4) = ".txt", "UTF8", "")
  doc.storeToURL(ConvertToUrl(target), form())
  doc.close(True)
End Sub
Function Filter(target As String) As String
  Select Case Right(target, 4)
    Case "docx" : Filter = "MS Word 2007 XML"
    Case ".odt" : Filter = "writer8"
    Case "fodt" : Filter = "OpenDocument Text Flat XML"
    Case ".pdf" : Filter = "writer_pdf_Export"
    Case ".txt" : Filter = "Text (encoded)"
  End Select
End Function
</script:module>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Essai"/></library:library>"""


def saved(folder: Path, jobs: Iterable[tuple[str, str] | tuple[str, str, str]]) -> None:
    """Open and save documents of a folder, in order; the name of the copy says its format.

    A job may name a command of LibreOffice, done in between. One may open what another saved.
    """
    profile = folder / "profil"
    _start(profile, "--terminate_after_init")
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Essai.xba").write_text(_MODULE, "utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, "utf-8")
    asked = [(folder / source, folder / target, *act) for source, target, *act in jobs]
    _start(
        profile, *(f"macro:///Standard.Essai.Save({source},{target},{''.join(act)})" for source, target, *act in asked)
    )
    assert [target for _, target, *_ in asked if not target.is_file()] == []


def _start(profile: Path, *words: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", *words]
    subprocess.run(command, check=False, capture_output=True, timeout=300)
