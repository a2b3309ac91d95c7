// The OpenAPI viewer takes the place of the plain list of routes.
"use strict";

window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  // No other server is asked, neither to check the document nor to draw a badge.
  validatorUrl: null,
  supportedSubmitMethods: ["get", "head", "post"],
});
