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
    "csv": "text/csv",
}
"""Suffix to media type, where hosts do not know it."""

_APACHE = r"""# Apache: addresses of things lead to their documents, in the format that is asked for
DirectoryIndex index.html
ErrorDocument 404 {prefix}/404.html
{types}
<IfModule mod_headers.c>
Header set Access-Control-Allow-Origin "*"
Header merge Vary Accept "expr=%{{REQUEST_URI}} =~ m#^{prefix}/doc/#"
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule ^\.releasegraph/ - [R=404,L]
RewriteRule ^id/(.+?)/?$ {prefix}/doc/$1 [R=303,L]
{negotiated}</IfModule>
"""
_NEGOTIATED = r"""RewriteCond %{{HTTP:Accept}} {accepted} [NC]
RewriteCond %{{REQUEST_FILENAME}} ^(.+?)/?$
RewriteCond %1.{suffix} -f
RewriteRule ^(doc/.+?)/?$ $1.{suffix} [L]
"""
"""Apache puts a slash after the name of a folder, whoever asks for it without."""
_NGINX = r"""# nginx: include this in the server that has the site's folder as its root
location {prefix}/ {{
  index index.html;
  error_page 404 {prefix}/404.html;
  absolute_redirect off;
  add_header Access-Control-Allow-Origin "*" always;
  try_files $uri $uri/ =404;
  location ^~ {prefix}/id/ {{
    if ($request_uri ~ "^{pattern}/id/([^?]+?)/?(?:\?|$)") {{
      return 303 {prefix}/doc/$1;
    }}
  }}
  location = {prefix}/.well-known/void {{
    default_type text/turtle;
  }}
  location ~ /\.releasegraph/ {{
    return 404;
  }}
{types}
}}
"""
_NGINX_TYPE = r"""  location ~ \.{suffix}$ {{
    types {{ }}
    default_type {kind};
  }}"""
"""A location each: types given to a server would take the place of all that it knows, of pages too."""


def host_files(prefix: str) -> Iterator[tuple[str, bytes]]:
    """Give the files for Netlify and Cloudflare Pages, GitHub Pages, Apache and nginx; `prefix` is the site's path."""
    yield "_redirects", f"{prefix}/id/* {prefix}/doc/:splat 302\n".encode()
    headers = "".join(f"{prefix}/*.{suffix}\n  Content-Type: {kind}\n" for suffix, kind in _TYPES.items())
    void = f"{prefix}/.well-known/void\n  Content-Type: text/turtle\n"
    yield "_headers", f"{prefix}/*\n  Access-Control-Allow-Origin: *\n{headers}{void}".encode()
    yield ".nojekyll", b""
    apache = "".join(f"AddType {kind} .{suffix}\n" for suffix, kind in _TYPES.items())
    force = '<Files "void">\nForceType text/turtle\n</Files>'
    asked = "".join(_NEGOTIATED.format(accepted=re.escape(_TYPES[one]), suffix=one) for one in ("jsonld", "ttl"))
    yield ".htaccess", _APACHE.format(prefix=prefix, types=apache + force, negotiated=asked).encode()
    nginx = "\n".join(_NGINX_TYPE.format(suffix=suffix, kind=kind) for suffix, kind in _TYPES.items())
    yield "nginx.conf", _NGINX.format(prefix=prefix, pattern=re.escape(prefix), types=nginx).encode()
