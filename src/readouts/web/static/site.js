// Small comforts. Every page works without this file.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-Form"] = document.body.dataset.form;
});
