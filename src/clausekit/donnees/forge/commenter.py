"""Put a Markdown file in a comment of the merge request, or update the comment that a former run left."""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARK = "<!-- clausekit diff -->"
NOTHING = "La bibliothèque n'est plus changée par cette demande."
CUT = "\n\n*La suite est trop longue pour un commentaire : elle est dans le journal de la tâche.*"
MOST = 60_000


def ask(method: str, url: str, headers: dict[str, str], data: object = None) -> Any:
    """What the forge answers."""
    body = None if data is None else json.dumps(data).encode()
    headers = {**headers, "Content-Type": "application/json", "User-Agent": "clausekit"}
    request = urllib.request.Request(url, data=body, method=method, headers=headers)  # noqa: S310 - the forge's own
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def comments(url: str, headers: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Every comment of the request, the oldest first."""
    page = 1
    while found := ask("GET", f"{url}?per_page=100&page={page}", headers):
        yield from found
        page += 1


Forge = tuple[str, dict[str, str], str, str, str]


def gitlab() -> Forge:
    """Token, headers, address of the comments, address of one of them, verb that updates it."""
    token = os.environ.get("CLAUSEKIT_JETON", "")
    project = urllib.parse.quote(os.environ["CI_MERGE_REQUEST_PROJECT_ID"], safe="")
    url = f"{os.environ['CI_API_V4_URL']}/projects/{project}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    return token, {"PRIVATE-TOKEN": token}, url, url, "PUT"


def github() -> Forge:
    """The same, for GitHub."""
    token = os.environ.get("GITHUB_TOKEN", "")
    number = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))["pull_request"]["number"]
    issues = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    return token, headers, f"{issues}/{number}/comments", f"{issues}/comments", "PATCH"


def shortened(text: str) -> str:
    """A text that a comment can hold."""
    return text if len(text) <= MOST else text[:MOST].rpartition("\n")[0] + CUT


def put(text: str, headers: dict[str, str], url: str, each: str, method: str) -> str:
    """Write the comment, or write it again; what was done."""
    own = [item for item in comments(url, headers) if (item.get("body") or "").startswith(MARK)]
    if not own and not text:
        return "Rien ne change : aucun commentaire."
    body = {"body": f"{MARK}\n{shortened(text) or NOTHING}"}
    if own:
        ask(method, f"{each}/{own[-1]['id']}", headers, body)
        return "Commentaire mis à jour."
    ask("POST", url, headers, body)
    return "Commentaire déposé."


def main() -> str:
    """What is told in the log of the job."""
    path = Path(sys.argv[1])
    if not path.is_file():
        return "Aucune différence n'a été écrite : pas de commentaire."
    token, headers, url, each, method = github() if os.environ.get("GITHUB_ACTIONS") else gitlab()
    if not token:
        return "Pas de jeton : la différence reste dans le journal de la tâche."
    try:
        return put(path.read_text("utf-8").strip(), headers, url, each, method)
    except urllib.error.HTTPError as error:
        return f"La forge refuse le commentaire (code {error.code}) : la différence reste dans le journal de la tâche."
    except OSError:
        return "La forge ne répond pas : la différence reste dans le journal de la tâche."


print(main())
