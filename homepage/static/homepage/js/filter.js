// A list of works or positions answers as one types and chooses. The page is asked for under the
// address that the form itself would lead to, and its parts take the places of those shown:
//   form[data-filter]  the form, whose lists get the new numbers; it may have a search field `q`
//   [data-part=name]   what is replaced by the part of the same name
//   [data-status]      what is read out: how many there are
//   <html data-changes-at>  as deadlines.js has it
// When they stand there, the document gets the event `filtered`, for scripts that serve them.
// What is chosen is a step in the browser's history, what is typed is none; Back and Forward bring
// the parts and the form of each step back. A page that has no such form any more is gone to. Where
// nothing comes, the form works as it does without script.
(() => {
  "use strict";
  const PAUSE = 120; // Milliseconds without a key, before the question is asked.
  const PASSING = 1000; // Within so many, steps through one list are one choice.
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  const button = form.querySelector("button[type=submit]");
  const status = document.querySelector("[data-status]");
  let timer = 0;
  let asking = null;
  let shown = address();
  let place = here(); // May differ from it: by the page, or by what is unknown to the form.
  let isChoice = false;
  let chosen = { name: "", at: 0 };

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

  function here() {
    return location.pathname + location.search;
  }

  async function fetched(url, signal) {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("form[data-filter]") && page;
  }

  // With `restores` the form takes the values of that page too.
  function fill(page, restores) {
    for (const part of document.querySelectorAll("[data-part]")) {
      const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (next) part.replaceChildren(...next.childNodes);
    }
    for (const list of form.querySelectorAll("select")) {
      const next = page.getElementById(list.id);
      // Whoever goes through a list by keyboard keeps it as it is.
      if (!next || (list === document.activeElement && !restores)) continue;
      const { value } = restores ? next : list;
      list.replaceChildren(...next.childNodes);
      list.value = value;
    }
    const box = form.querySelector("input[name=selected]");
    const next = page.querySelector("form[data-filter] input[name=selected]");
    if (box && next) {
      if (restores) box.checked = next.checked;
      box.disabled = next.disabled && !box.checked;
    }
    if (restores) {
      const typed = page.querySelector("form[data-filter] [name=q]");
      if (form.elements.q && typed) form.elements.q.value = typed.value;
      const more = form.querySelector("details");
      if (more && page.querySelector("form[data-filter] details[open]")) more.open = true;
    }
    document.title = page.title;
    const { changesAt } = page.documentElement.dataset;
    if (changesAt) document.documentElement.dataset.changesAt = changesAt;
    const text = page.querySelector("[data-status]")?.textContent;
    if (status && text && text !== status.textContent) status.textContent = text;
    document.dispatchEvent(new Event("filtered"));
  }

  async function ask() {
    clearTimeout(timer);
    asking?.abort();
    const url = address();
    if (url === shown) {
      isChoice = false;
      return;
    }
    const own = (asking = new AbortController());
    try {
      const page = await fetched(url, own.signal);
      if (own.signal.aborted) return;
      if (!page) return location.assign(url);
      fill(page, false);
      shown = place = url;
      if (isChoice) history.pushState(null, "", url);
      else history.replaceState(history.state, "", url);
      isChoice = false;
    } catch {
      if (own.signal.aborted) return;
      button.hidden = false;
      if (!status) return;
      status.textContent = "The list could not be fetched. Press “Show”.";
      status.classList.remove("visually-hidden");
    }
  }

  async function goBack() {
    if (here() === place) return; // Only the part after # is another.
    clearTimeout(timer);
    asking?.abort();
    const own = (asking = new AbortController());
    isChoice = false;
    chosen = { name: "", at: 0 };
    place = here();
    try {
      const page = await fetched(place, own.signal);
      if (own.signal.aborted) return;
      if (!page) return location.reload();
      fill(page, true);
      shown = address();
    } catch {
      if (!own.signal.aborted) location.reload();
    }
  }

  form.addEventListener("input", (event) => {
    const { name } = event.target;
    const isTyped = name === "q";
    if (!isTyped) {
      const now = Date.now();
      isChoice ||= name !== chosen.name || now - chosen.at > PASSING;
      chosen = { name, at: now };
    }
    clearTimeout(timer);
    timer = setTimeout(ask, isTyped ? PAUSE : 0);
  });
  window.addEventListener("popstate", goBack);
  form.addEventListener("submit", (event) => {
    if (!button.hidden) return;
    event.preventDefault();
    ask();
  });
})();
