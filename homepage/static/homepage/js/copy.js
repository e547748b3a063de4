/* Buttons that copy what stands on the page:

     <button class="button copy" type="button" data-copy="#id"><span>Copy</span></button>

   `data-copy` selects the element whose text is copied; empty, it is the element before the
   button. Citations keep their italics where the target takes them; a <pre> and what stands in
   it are copied as plain text. The first <span> of the button says "Copied" for a while, and so
   does a status line.
   Buttons may be added to the page at any time; the stylesheet shows them only while this
   script runs. Nothing is fetched, and it works without https too. */

(() => {
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "visually-hidden";
  document.body.append(status);
  document.documentElement.dataset.copies = "";

  const sourceOf = (button) =>
    button.dataset.copy
      ? document.querySelector(button.dataset.copy)
      : button.previousElementSibling;

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return selection;
  };

  /* The old way: it needs neither https nor a permission. */
  const copyBySelection = (element, kinds) => {
    let done = false;
    const fill = (event) => {
      for (const [kind, text] of Object.entries(kinds)) event.clipboardData.setData(kind, text);
      event.preventDefault();
      done = true;
    };
    const selection = select(element);
    document.addEventListener("copy", fill);
    try {
      document.execCommand("copy");
    } finally {
      document.removeEventListener("copy", fill);
    }
    if (done) selection.removeAllRanges();
    return done;
  };

  const copy = async (element) => {
    const kinds = { "text/plain": element.textContent.trim() };
    if (!element.closest("pre, code")) kinds["text/html"] = element.innerHTML.trim();
    try {
      const parts = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
      return true;
    } catch {
      return copyBySelection(element, kinds);
    }
  };

  const timers = new WeakMap();

  const say = (button, words, seconds) => {
    const label = button.querySelector("span") ?? button;
    button.dataset.label ??= label.textContent;
    label.textContent = words;
    clearTimeout(timers.get(button));
    timers.set(button, setTimeout(() => (label.textContent = button.dataset.label), seconds * 1000));
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    const source = button && sourceOf(button);
    if (!source) return;
    status.textContent = "";
    if (await copy(source)) {
      say(button, "Copied", 2);
      status.textContent = "Copied";
    } else {
      say(button, "Press Ctrl+C", 6);
      status.textContent = "This browser does not copy by itself. The text is selected: press Ctrl+C.";
    }
  });
})();
