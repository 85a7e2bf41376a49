SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#contract',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
