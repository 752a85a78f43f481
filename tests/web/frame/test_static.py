"""Files of our own: packed where that is taken, kept for a year under the mark of their content, and nothing else."""

import gzip

import pytest

from web.conftest import Sign


@pytest.mark.parametrize("name", ["desk.js", "desk.css", "vendored/echarts.common.min.js"])
def test_a_file_leaves_packed_and_is_the_same(sign: Sign, name: str) -> None:
    client = sign("")
    packed = client.get(f"/static/{name}", headers={"accept-encoding": "gzip"})
    plain = client.get(f"/static/{name}", headers={"accept-encoding": "identity"})
    assert "gzip" == packed.headers["content-encoding"]
    assert "content-encoding" not in plain.headers
    assert plain.content == packed.content
    assert plain.headers["etag"] == packed.headers["etag"]
    assert "accept-encoding" == packed.headers["vary"] == plain.headers["vary"]
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 9, mtime=0))


def test_a_file_that_is_there_already_is_not_sent_again(sign: Sign) -> None:
    client = sign("")
    known = client.get("/static/desk.js").headers["etag"]
    again = client.get("/static/desk.js", headers={"if-none-match": known})
    assert (304, b"") == (again.status_code, again.content)


def test_a_marked_address_is_good_for_a_year(sign: Sign) -> None:
    client = sign("")
    assert "public, max-age=31536000, immutable" == client.get("/static/desk.js?v=1").headers["cache-control"]
    assert "no-cache" == client.get("/static/desk.js").headers["cache-control"]


def test_no_page_is_packed(sign: Sign) -> None:
    """What stands beside a secret must not betray it by its length."""
    client = sign("lin")
    for path in ("/", "/high-end", "/?as=csv&table=standings"):
        assert "content-encoding" not in client.get(path, headers={"accept-encoding": "gzip"}).headers


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/vendored"])
def test_nothing_beside_the_files_is_given_out(sign: Sign, path: str) -> None:
    assert sign("").get(path).status_code in (404, 405)
