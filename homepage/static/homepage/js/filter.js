// The list of works answers as one types and chooses. The page is asked for under the address
// that the form itself would lead to, and its parts take the places of those shown:
//   form[data-filter]  the form, whose lists get the new numbers
//   [data-part=name]   what is replaced by the part of the same name
//   [data-status]      what is read out: how many works there are
// Where that fails, the form works as it does without script.
(() => {
  "use strict";
  const PAUSE = 120; // Milliseconds without a key, before the question is asked.
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  const button = form.querySelector("button[type=submit]");
  const status = document.querySelector("[data-status]");
  let timer = 0;
  let asking = null;
  let shown = address();

  // Nothing is left to press for.
  button.hidden = true;

  function address() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) query.append(name, value.trim());
    }
    const text = query.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  function fill(page) {
    for (const part of document.querySelectorAll("[data-part]")) {
      const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (next) part.replaceChildren(...next.childNodes);
    }
    for (const list of form.querySelectorAll("select")) {
      const next = page.getElementById(list.id);
      // Whoever goes through a list by keyboard keeps it as it is.
      if (!next || list === document.activeElement) continue;
      const value = list.value;
      list.replaceChildren(...next.childNodes);
      list.value = value;
    }
    const box = form.querySelector("input[name=selected]");
    const next = page.querySelector("form[data-filter] input[name=selected]");
    if (box && next) box.disabled = next.disabled && !box.checked;
    const text = page.querySelector("[data-status]")?.textContent;
    if (status && text && text !== status.textContent) status.textContent = text;
  }

  async function ask() {
    clearTimeout(timer);
    const url = address();
    if (url === shown) return;
    asking?.abort();
    const own = (asking = new AbortController());
    try {
      const answer = await fetch(url, { signal: own.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (own.signal.aborted) return;
      if (!page.querySelector("form[data-filter]")) throw new Error("another page");
      fill(page);
      shown = url;
      history.replaceState(history.state, "", url);
    } catch {
      if (own.signal.aborted) return;
      button.hidden = false;
      if (status) status.textContent = "The list could not be fetched. Press “Show”.";
    }
  }

  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(ask, event.target.name === "q" ? PAUSE : 0);
  });
  form.addEventListener("submit", (event) => {
    if (!button.hidden) return;
    event.preventDefault();
    ask();
  });
})();
