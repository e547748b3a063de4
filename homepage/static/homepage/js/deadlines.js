// Deadlines in the reader's own time, and a page that does not outlive them. In a `.deadline`,
//   <time datetime data-deadline>   is the last minute that counts, with its offset; the wall time
//                                   there is the one that is printed
//   [data-own-time]                 is hidden until the same minute is known on the reader's clock,
//                                   and stays so where this shows what is printed; the first holds
//                                   a <span> for it
// After a closing, and where one day less is left, the page is asked for anew: when it happens, or
// when the reader comes back to the page. Parts that filter.js brings are served as well.
(() => {
  "use strict";
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const GRACE = 2_000; // Milliseconds by which the reader's clock may be ahead of the server's.
  const language = document.documentElement.lang || "en";
  let due = Infinity;
  let timer = 0;

  const shown = () => document.querySelectorAll("time[data-deadline]");
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
    if (wallTime(date) === time.dateTime.slice(0, 16)) return;
    const isSameYear = wallTime(date).slice(0, 4) === time.dateTime.slice(0, 4);
    const places = time.closest(".deadline").querySelectorAll("[data-own-time]");
    places.forEach((place, number) => {
      if (number === 0) place.querySelector("span").textContent = words(date, !isSameYear);
      place.hidden = false;
    });
  }

  const closingOf = (time) => Date.parse(time.dateTime) + MINUTE;

  // Where the reader's clock is wrong, the server still shows what has closed here: one question
  // is enough.
  function isNews(time) {
    try {
      const closing = closingOf(time);
      const key = `closed:${location.pathname}:${closing}`;
      if (sessionStorage.getItem(key)) return false;
      sessionStorage.setItem(key, "1");
      return true;
    } catch {
      return false;
    }
  }

  function look() {
    clearTimeout(timer);
    if (Date.now() < due) {
      timer = setTimeout(look, Math.min(due - Date.now(), DAY));
    } else if (navigator.onLine) {
      due = Infinity;
      for (const time of shown()) if (closingOf(time) <= Date.now()) isNews(time);
      location.reload();
    }
  }

  function serve() {
    const now = Date.now();
    due = Infinity;
    for (const time of shown()) {
      fill(time);
      const closing = closingOf(time);
      if (closing + GRACE > now) {
        const days = Math.max(0, Math.floor((closing - now) / DAY));
        due = Math.min(due, closing - days * DAY + GRACE);
      } else if (isNews(time)) {
        due = now;
      }
    }
    look();
  }

  document.addEventListener("filtered", serve);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  // A page from the back/forward cache goes on where it stood.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });
  window.addEventListener("online", look);
  serve();
})();
