// A file that is too large is refused where it is chosen, before anything is sent.
"use strict";

{
  const refusalOf = (input) => {
    const next = input.nextElementSibling;
    if (next?.classList.contains("file-refusal")) {
      return next;
    }
    const refusal = document.createElement("p");
    refusal.className = "file-refusal errornote";
    refusal.setAttribute("role", "alert");
    refusal.hidden = true;
    input.after(refusal);
    return refusal;
  };
  const inMegabytes = (bytes) => bytes / 2 ** 20;

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("input[type=file][data-max-bytes]")) {
      return;
    }
    const most = Number(target.dataset.maxBytes);
    const file = target.files[0];
    const refusal = refusalOf(target);
    refusal.hidden = !file || file.size <= most;
    if (!refusal.hidden) {
      refusal.textContent = `“${file.name}” has ${inMegabytes(file.size).toFixed(1)} MB; at most ${inMegabytes(most)} MB are taken.`;
      target.value = "";
    }
  });
}
