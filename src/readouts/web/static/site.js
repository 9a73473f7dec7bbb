// Small comforts. Every page works without this file.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-Form"] = document.body.dataset.form;
});

// A form that takes a while says so, and is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.dataset.busy || !button) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  button.dataset.label = button.textContent;
  button.setAttribute("aria-busy", "true");
  button.textContent = form.dataset.busy;
});
// Back from the cache, the form is as before.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.label;
  }
});

// Comparison: the claim whose source stands open is shown as such; Escape closes the source. Who opens it by keyboard is
// led into it, and back to the claim when it closes.
let openedFrom = null;
document.addEventListener("click", (event) => {
  const claim = event.target.closest?.("a.told[hx-get]");
  if (claim) openedFrom = event.detail === 0 ? claim : null; // 0: no button of a mouse was clicked
});
function showOpened() {
  const claim = new URL(location.href).searchParams.get("claim");
  for (const one of document.querySelectorAll(".told[aria-current]")) one.removeAttribute("aria-current");
  for (const one of document.querySelectorAll("a.told"))
    if (claim && new URL(one.href).searchParams.get("claim") === claim) one.setAttribute("aria-current", "true");
  if (!openedFrom) return;
  if (claim) document.getElementById("source").focus({ preventScroll: true });
  else {
    openedFrom.focus({ preventScroll: true });
    openedFrom = null;
  }
}
for (const name of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(name, showOpened);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("close")?.click();
});

// Document: switching a layer writes it into the address, and an address that points at words leads to them.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-layers]");
  if (!form) return;
  const address = new URL(location.href);
  address.search = new URLSearchParams(new FormData(form));
  history.replaceState(history.state, "", address);
});
document.addEventListener("DOMContentLoaded", () => {
  if (!location.hash) document.getElementById("span")?.scrollIntoView({ block: "center" });
});
