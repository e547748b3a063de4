// Moments in the reader's own time, and a page that does not outlive what it says.
//   <html data-changes-at>          when the clock changes the page: it is then asked for anew
//   <time datetime data-moment=x>   in a `.deadline`: a minute with its offset; the wall time there
//                                   is the one that is printed
//   [data-own-time=x]               is hidden until the same minute is known on the reader's clock,
//                                   and stays so where this shows what is printed; the first holds
//                                   a <span> for it
// Parts that filter.js brings are served as well.
(() => {
  "use strict";
  const DAY = 24 * 60 * 60_000;
  const GRACE = 2_000; // Milliseconds by which the reader's clock may be ahead of the server's.
  const PAUSE = 5_000; // Milliseconds until a server that could not be reached is asked again.
  const ASKED = "asked";
  const root = document.documentElement;
  const language = root.lang || "en";
  let timer = 0;

  const two = (number) => String(number).padStart(2, "0");

  // As the attribute begins: 2026-12-15T23:59.
  function wallTime(date) {
    const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
    return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
  }

  // In English as the site writes days, 16 Dec; elsewhere as the language does. The year stands
  // where it is not the one that is printed.
  function words(date, hasYear) {
    const isEnglish = /^en\b/.test(language);
    const year = hasYear ? { year: "numeric" } : {};
    const day = new Intl.DateTimeFormat(isEnglish ? "en-US" : language, {
      day: "numeric", month: "short", ...year,
    });
    const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
    if (!isEnglish) return `${day.format(date)} ${time}`;
    const parts = new Map(day.formatToParts(date).map(({ type, value }) => [type, value]));
    const words = ["day", "month", "year"].map((type) => parts.get(type)).filter(Boolean);
    return `${words.join(" ")}, ${time}`;
  }

  function fill(time) {
    const date = new Date(time.dateTime);
    const own = wallTime(date);
    if (own === time.dateTime.slice(0, 16)) return;
    const hasYear = own.slice(0, 4) !== time.dateTime.slice(0, 4);
    const places = time.closest(".deadline")
      .querySelectorAll(`[data-own-time="${time.dataset.moment}"]`);
    places.forEach((place, number) => {
      if (number === 0) place.querySelector("span").textContent = words(date, hasYear);
      place.hidden = false;
    });
  }

  const due = () => Date.parse(root.dataset.changesAt) + GRACE;

  // Where the reader's clock is wrong, the server still answers as before: one question is enough.
  // What it was about is kept until the answer stands here.
  const question = () => `${location.pathname} ${root.dataset.changesAt}`;
  let asked = (() => {
    try {
      const before = sessionStorage.getItem(ASKED);
      sessionStorage.removeItem(ASKED);
      return before;
    } catch {
      return due() <= Date.now() ? question() : "";
    }
  })();

  function isBusy() {
    const place = document.activeElement;
    return place?.matches("input, textarea") || document.querySelector("details[open]");
  }

  // A page that shows stays until there is an answer to take its place.
  async function ask() {
    asked = question();
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      if (answer.status >= 500) return;
    } catch {
      asked = "";
      timer = setTimeout(look, PAUSE);
      return;
    }
    try {
      sessionStorage.setItem(ASKED, asked);
    } catch {
      // The page that comes asks for nothing.
    }
    location.reload();
  }

  // Whoever writes or reads the message keeps the page until they are done.
  function look(isBack) {
    clearTimeout(timer);
    const left = due() - Date.now();
    if (left > 0) {
      timer = setTimeout(look, Math.min(left, DAY));
    } else if (left <= 0 && asked !== question() && navigator.onLine) {
      if (isBack === true || !isBusy()) ask();
    }
  }

  function serve() {
    document.querySelectorAll("time[data-moment]").forEach(fill);
    look();
  }

  document.addEventListener("filtered", serve);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look(true);
  });
  // A page from the back/forward cache goes on where it stood.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) look(true);
  });
  window.addEventListener("online", look);
  // The field that was left still counts as the active one until after the event.
  document.addEventListener("focusout", () => setTimeout(look));
  document.addEventListener("toggle", look, true);
  serve();
})();
