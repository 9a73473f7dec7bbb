// Keys of the review page, and words marked with the pointer. Every key presses a button or link that is on the page.
(() => {
  const off = () => localStorage.getItem("review-keys") === "off";
  const typing = (where) => where.closest("input:not([type=checkbox]), select, textarea");
  const help = document.querySelector(".help");
  const form = document.querySelector(".mend form");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && form?.contains(document.activeElement)) {
      form.closest("details").querySelector("summary").focus();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || (off() && event.key !== "?")) return;
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
    if (event.key === "m") {
      const details = pressed.closest("details");
      (details.open ? details.querySelector("form").querySelector("textarea, select, input:not([type=hidden])") : pressed).focus();
    } else if (event.key === "?") {
      pressed.focus();
    }
  });

  const box = document.getElementById("keys-on");
  if (box && help) {
    box.checked = !off();
    box.closest("[hidden]").hidden = false;
    box.addEventListener("change", () => localStorage.setItem("review-keys", box.checked ? "on" : "off"));
  }

  const boxes = ["mend-words", "missed-words"].map((id) => document.getElementById(id)).filter(Boolean);
  const text = document.querySelector(".source .text");
  if (boxes.length && text) {
    const hint = document.querySelector(".selecting");
    if (hint) hint.hidden = false;
    document.addEventListener("mouseup", () => {
      const chosen = getSelection();
      const within = chosen.rangeCount && text.contains(chosen.getRangeAt(0).commonAncestorContainer);
      const open = boxes.find((box) => box.closest("details").open);
      if (within && open && String(chosen).trim()) open.value = String(chosen).trim();
    });
  }
})();
