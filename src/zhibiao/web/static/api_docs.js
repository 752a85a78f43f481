// The page of the interface: reads the description of this desk, and tries routes with the session's own word.
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const csrf = document.body.dataset.csrf;
  window.SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#api-docs",
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (csrf && new URL(request.url, location.href).origin === location.origin) {
        request.headers["X-CSRF-Token"] = csrf;
      }
      return request;
    },
  });
});
