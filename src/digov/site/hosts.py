"""Rules for web hosts that can follow them: identifiers lead to their documents, and a program gets the data it asks for.

The pages work without them, under any address; with them, the identifiers of the release can be redirected to the site.
"""

from __future__ import annotations

from typing import Final

_POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

HTACCESS: Final = f"""# For Apache: where this site answers for the base of the identifiers.
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddType application/n-quads .nq
AddType application/trig .trig
AddType application/vnd.apache.parquet .parquet
AddCharset UTF-8 .html .ttl .jsonld .nq .trig .csv
ErrorDocument 404 /404.html
<IfModule mod_headers.c>
Header set Access-Control-Allow-Origin "*"
Header set X-Content-Type-Options "nosniff"
Header set Content-Security-Policy "{_POLICY}"
</IfModule>
RewriteEngine On
RewriteCond %{{HTTP_ACCEPT}} text/turtle
RewriteRule ^id/(.+)$ doc/$1.ttl [R=303,L]
RewriteCond %{{HTTP_ACCEPT}} application/ld\\+json
RewriteRule ^id/(.+)$ doc/$1.jsonld [R=303,L]
RewriteRule ^id/(.+)$ doc/$1.html [R=303,L]
RewriteCond %{{HTTP_ACCEPT}} text/turtle
RewriteRule ^ns$ ns.ttl [L]
RewriteCond %{{HTTP_ACCEPT}} application/ld\\+json
RewriteRule ^ns$ ns.jsonld [L]
RewriteCond %{{REQUEST_FILENAME}} !-f
RewriteCond %{{REQUEST_FILENAME}}.html -f
RewriteRule ^(.+?)/?$ $1.html [L]
"""

REDIRECTS: Final = """# For hosts that read this file (Netlify, Cloudflare Pages): identifiers lead to the pages about them.
/id/*  /doc/:splat.html  302
/ns    /ns.html          200
"""

HEADERS: Final = f"""/*
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
  Content-Security-Policy: {_POLICY}
"""

FILES: Final = {
    ".htaccess": HTACCESS,
    "_redirects": REDIRECTS,
    "_headers": HEADERS,
    # Hosts that build sites with Jekyll would leave out names that begin with an underscore.
    ".nojekyll": "",
}
"""The files by name."""
