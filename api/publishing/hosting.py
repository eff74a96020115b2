"""What tells hosts how to serve the site: each reads its own file, and the others are nothing to it."""

import re
from collections.abc import Iterator

__all__ = ["host_files"]

_TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "nq": "application/n-quads",
}
"""Suffix to media type, where hosts do not know it."""

_APACHE = """# Apache: addresses of things lead to their documents, in the format that is asked for
DirectoryIndex index.html
ErrorDocument 404 {prefix}/404.html
{types}
<IfModule mod_headers.c>
Header set Access-Control-Allow-Origin "*"
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule ^id/(.+?)/?$ {prefix}/doc/$1 [R=303,L]
RewriteCond %{{HTTP:Accept}} application/ld\\+json [NC]
RewriteCond %{{REQUEST_FILENAME}}.jsonld -f
RewriteRule ^(doc/.+?)/?$ $1.jsonld [L]
RewriteCond %{{HTTP:Accept}} text/turtle [NC]
RewriteCond %{{REQUEST_FILENAME}}.ttl -f
RewriteRule ^(doc/.+?)/?$ $1.ttl [L]
</IfModule>
"""
_NGINX = """# nginx: include this in the server that has the site's folder as its root
types {{
{types}
}}
error_page 404 {prefix}/404.html;
location {prefix}/id/ {{
  rewrite ^{pattern}/id/(.+?)/?$ {prefix}/doc/$1 redirect;
}}
location {prefix}/ {{
  index index.html;
  add_header Access-Control-Allow-Origin "*";
  try_files $uri $uri/ =404;
}}
location ~ /\\.releasegraph/ {{
  return 404;
}}
"""


def host_files(prefix: str) -> Iterator[tuple[str, bytes]]:
    """Give the files for Netlify and Cloudflare Pages, GitHub Pages, Apache and nginx; `prefix` is the site's path."""
    yield "_redirects", f"{prefix}/id/* {prefix}/doc/:splat 302\n".encode()
    headers = "".join(f"{prefix}/*.{suffix}\n  Content-Type: {kind}\n" for suffix, kind in _TYPES.items())
    void = f"{prefix}/.well-known/void\n  Content-Type: text/turtle\n"
    yield "_headers", f"{prefix}/*\n  Access-Control-Allow-Origin: *\n{headers}{void}".encode()
    yield ".nojekyll", b""
    apache = "".join(f"AddType {kind} .{suffix}\n" for suffix, kind in _TYPES.items())
    force = '<Files "void">\nForceType text/turtle\n</Files>'
    yield ".htaccess", _APACHE.format(prefix=prefix, types=apache + force).encode()
    nginx = "\n".join(f"  {kind} {suffix};" for suffix, kind in _TYPES.items())
    yield "nginx.conf", _NGINX.format(prefix=prefix, pattern=re.escape(prefix), types=nginx).encode()
