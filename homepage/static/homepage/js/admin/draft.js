// What is typed into a form is kept in this browser until it is saved, and offered again.
"use strict";

{
  const DELAY = 400;
  const DAYS = 14;
  const FIRST = "draft";
  /** What the last submit of this tab may have saved; the next page knows. */
  const SENT = "draft-sent";

  // The browser's storage may be full or forbidden: then the form works as it would without.
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const write = (key, draft) =>
    attempt(() => {
      localStorage.setItem(key, JSON.stringify(draft));
      return true;
    }) ?? false;
  const drop = (key) => attempt(() => localStorage.removeItem(key));
  const keys = () => attempt(() => Object.keys(localStorage)) ?? [];

  const dropOld = () => {
    const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
    for (const key of keys().filter((each) => each.startsWith(`${FIRST} `))) {
      if (!(read(key)?.at > oldest)) {
        drop(key);
      }
    }
  };

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  // Reading a form

  const IGNORED = /(^|-)(made_from|csrfmiddlewaretoken|(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/;
  const NOT_TYPED = new Set(["hidden", "file", "password", "submit", "button", "reset", "image"]);

  const fieldsOf = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name && !IGNORED.test(field.name) && !field.name.includes("__prefix__") &&
        (!NOT_TYPED.has(field.type) || "kept" in field.dataset) && !(field instanceof HTMLFieldSetElement),
    );

  const setsOf = (form) =>
    [...form.querySelectorAll("input[name$='-TOTAL_FORMS']")]
      .map((field) => field.name.slice(0, -"-TOTAL_FORMS".length))
      .sort((one, other) => other.length - one.length);

  /** The group of rows, the row's number and the field's name in it; none for other fields. */
  const placeOf = (name, sets) => {
    const set = sets.find((each) => name.startsWith(`${each}-`));
    const [, number, rest] = /^(\d+)-(.+)$/.exec(set ? name.slice(set.length + 1) : "") ?? [];
    return rest ? { set, number, rest } : null;
  };

  const isMany = (field) => field.type === "checkbox" && field.hasAttribute("value");

  const selected = (select, isStored) => {
    if (!isStored) {
      return [...select.selectedOptions];
    }
    const chosen = [...select.options].filter((each) => each.defaultSelected);
    return chosen.length || select.multiple ? chosen : [...select.options].slice(0, 1);
  };

  /** Adds what a field holds, or held when the page came, to what its name holds. */
  const take = (values, name, field, isStored) => {
    if (field instanceof HTMLSelectElement) {
      values[name] = selected(field, isStored).map((option) => [option.value, option.text]);
    } else if (field.type === "radio" || isMany(field)) {
      values[name] ??= [];
      if (isStored ? field.defaultChecked : field.checked) {
        values[name].push([field.value]);
      }
    } else if (field.type === "checkbox") {
      values[name] = isStored ? field.defaultChecked : field.checked;
    } else {
      values[name] = isStored ? field.defaultValue : field.value;
    }
  };

  /** All that an editor can write: the fields, and for each group its rows as they stand. */
  const contentOf = (form, isStored = false) => {
    const sets = setsOf(form);
    const content = { fields: {}, sets: Object.fromEntries(sets.map((set) => [set, []])) };
    const rows = new Map();
    for (const field of fieldsOf(form)) {
      const place = placeOf(field.name, sets);
      if (!place) {
        take(content.fields, field.name, field, isStored);
        continue;
      }
      const name = `${place.set}-${place.number}`;
      if (!rows.has(name)) {
        const id = form.elements.namedItem(`${name}-id`)?.value ?? "";
        rows.set(name, { id, number: Number(place.number), fields: {} });
        content.sets[place.set].push(rows.get(name));
      }
      take(rows.get(name).fields, place.rest, field, isStored);
    }
    return content;
  };

  /** The text of an option and a mark that is not set make no difference. */
  const bare = (fields) =>
    Object.entries(fields)
      .filter(([name, value]) => name !== "DELETE" || value)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(([key]) => key) : value]);

  /** Equal texts for forms that say the same; which row had which key does not count. */
  const digest = (content) =>
    JSON.stringify([
      bare(content.fields).sort(),
      Object.entries(content.sets).sort().map(([set, rows]) =>
        [set, rows.map((row) => bare(row.fields).sort())]),
    ]);

  // Writing into a form

  const tell = (field) => {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /** Puts a value back; says whether there was a place for it. */
  const put = (form, name, value) => {
    const found = form.elements.namedItem(name);
    const fields = found instanceof RadioNodeList ? [...found] : found ? [found] : [];
    const before = {};
    const now = {};
    fields.forEach((field) => take(before, name, field, false));
    for (const field of fields) {
      if (field instanceof HTMLSelectElement) {
        for (const [key, text] of value) {
          if (![...field.options].some((option) => option.value === key)) {
            field.add(new Option(text, key));
          }
        }
        for (const option of field.options) {
          option.selected = value.some(([key]) => key === option.value);
        }
      } else if (field.type === "radio" || isMany(field)) {
        field.checked = value.some(([key]) => key === field.value);
      } else if (field.type === "checkbox") {
        field.checked = value;
      } else {
        field.value = value;
      }
      take(now, name, field, false);
    }
    if (JSON.stringify(before) !== JSON.stringify(now)) {
      fields.forEach(tell);
      fields[0].closest("details")?.setAttribute("open", "");
    }
    return fields.length > 0 || value === false || value.length === 0;
  };

  const rowOf = (set, number) => document.getElementById(`${set}-${number}`);

  /** Presses the group's own button; gives the number of the new row. */
  const addRow = (form, set) => {
    const total = form.elements.namedItem(`${set}-TOTAL_FORMS`);
    const most = form.elements.namedItem(`${set}-MAX_NUM_FORMS`)?.value;
    if (!total || (most && Number(total.value) >= Number(most))) {
      return null;
    }
    const number = Number(total.value);
    document.getElementById(`${set}-group`)?.querySelector(".add-row a")?.click();
    return Number(total.value) > number ? number : null;
  };

  /** Brings rows into an order by moving what stands behind its successor. */
  const arrange = (rows) => {
    let isMoved = false;
    rows.slice(1).forEach((row, index) => {
      const before = rows[index];
      if (before.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_PRECEDING) {
        const errors = row.previousElementSibling;
        before.after(row);
        if (errors?.matches(".row-form-errors")) {
          row.before(errors);
        }
        isMoved = true;
      }
    });
    const group = isMoved ? rows[0].closest("fieldset.sortable") : null;
    if (group) {
      group.dataset.moved = "yes"; // Then the form is numbered anew when it is sent.
    }
  };

  const putRows = (form, set, rows) => {
    const present = contentOf(form).sets[set] ?? [];
    const free = present.filter((row) => !row.id);
    let isWhole = true;
    const placed = [];
    for (const row of rows) {
      const same = row.id ? present.find((each) => each.id === row.id) : free.shift();
      if (!same && row.fields.DELETE) {
        continue;
      }
      const number = same ? same.number : addRow(form, set);
      if (number === null) {
        isWhole = false;
        continue;
      }
      for (const [name, value] of Object.entries(row.fields)) {
        isWhole = put(form, `${set}-${number}-${name}`, value) && isWhole;
      }
      placed.push(rowOf(set, number));
    }
    if (placed.every(Boolean)) {
      arrange(placed);
    }
    return isWhole;
  };

  /** Says whether all of it found its place. */
  const putBack = (form, content) => {
    let isWhole = true;
    for (const [name, value] of Object.entries(content.fields)) {
      isWhole = put(form, name, value) && isWhole;
    }
    for (const [set, rows] of Object.entries(content.sets)) {
      isWhole = putRows(form, set, rows) && isWhole;
    }
    return isWhole;
  };

  // Keeping a form, and offering what was kept

  const keep = (form, user, sent) => {
    const place = `${location.pathname}${form.dataset.place ?? ""}`;
    const address = `${FIRST} ${encodeURIComponent(user)} ${place} `;
    // Refused, or sent for a step that stores nothing: then it came back with all of it.
    const isRefused = Boolean(document.querySelector("#content :is(.errornote, .form-step)"));
    const stored = isRefused ? "" : digest(contentOf(form, true));
    const madeFrom = () => form.elements.namedItem("made_from")?.value ?? "";
    const status = element("span", { className: "draft-status" });
    status.setAttribute("role", "status");
    let own = `${address}${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const standing = digest(contentOf(form));
    let last = stored;
    let timer = 0;

    const unsaved = document.querySelector(".unsaved-note");
    const say = (words) => {
      if (unsaved) {
        unsaved.hidden = !words;
      }
      if (status.textContent !== words) {
        status.textContent = words;
      }
    };

    const save = () => {
      clearTimeout(timer);
      const content = contentOf(form);
      const present = digest(content);
      if (present === last) {
        return;
      }
      last = present;
      if (present === stored) {
        drop(own);
        say("");
        return;
      }
      const hasFiles = [...form.querySelectorAll("input[type=file][name]")].some(
        (field) => field.files.length,
      );
      const isKept = write(own, { at: Date.now(), madeFrom: madeFrom(), hasFiles, content });
      say(isKept ? "Saved in this browser" : "This browser keeps no copy");
    };
    const schedule = () => {
      clearTimeout(timer);
      timer = setTimeout(save, DELAY);
    };

    const offer = (key, draft) => {
      const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" })
        .format(draft.at);
      const words = element("p", {}, `What you typed on ${moment} was not saved.`);
      const back = element("button", { type: "button", textContent: "Put it back" });
      const away = element("button", { type: "button", textContent: "Throw it away" });
      const actions = element("p", { className: "draft-actions" }, back, " ", away);
      const box = element("div", { className: "draft-offer", tabIndex: -1 }, words, actions);
      box.setAttribute("role", "status");
      back.addEventListener("click", () => {
        const isWhole = putBack(form, draft.content);
        const said = ["What you typed is back in the form. It is not saved yet."];
        if (draft.madeFrom !== madeFrom()) {
          said.push("This was changed in the meantime, so look it over before you save.");
        }
        if (draft.hasFiles) {
          said.push("Choose the picture again.");
        }
        if (!isWhole) {
          said.push("Some of it has no place in the form any more.");
        }
        words.textContent = said.join(" ");
        save();
        if (isWhole) {
          drop(key);
          actions.remove();
        } else {
          back.remove();
        }
        box.focus();
      });
      away.addEventListener("click", () => {
        drop(key);
        box.remove();
        fieldsOf(form).find((field) => field.offsetParent && !field.disabled)?.focus();
      });
      return box;
    };

    /** The newest stands in sight; the others are there when asked for. */
    const showOffers = (offers) => {
      offers.sort(([, one], [, other]) => other.at - one.at);
      const [newest, ...older] = offers.map(([key, draft]) => offer(key, draft));
      if (newest) {
        form.before(newest);
      }
      if (older.length) {
        const summary = element("summary", { textContent: `${older.length} older` });
        form.before(element("details", { className: "draft-older" }, summary, ...older));
      }
    };

    const offers = [];
    for (const key of keys().filter((each) => each.startsWith(address)).sort()) {
      const draft = read(key);
      if (!draft?.content || digest(draft.content) === stored) {
        drop(key);
      } else if (digest(draft.content) === standing || (isRefused && key === sent)) {
        // The page came back with it: refused, or by the browser's own memory.
        own = key;
      } else {
        offers.push([key, draft]);
      }
    }
    showOffers(offers);

    form.querySelector(".submit-row")?.append(status);
    save(); // What the page came back with, or what was typed before it was loaded.
    // Widgets change fields in many ways, some without an event of the field.
    for (const name of ["input", "change", "click", "keyup", "pointerup", "drop"]) {
      document.addEventListener(name, schedule, true);
    }
    window.addEventListener("focus", schedule);
    window.addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", save);
    form.addEventListener("submit", () => {
      save();
      attempt(() => sessionStorage.setItem(SENT, own));
    });
  };

  const start = () => {
    dropOld();
    const sent = attempt(() => sessionStorage.getItem(SENT));
    const login = document.querySelector(".draft-kept");
    if (login) {
      login.hidden = !(sent && read(sent));
      return;
    }
    attempt(() => sessionStorage.removeItem(SENT));
    if (sent && document.querySelector(".messagelist .success")) {
      drop(sent);
    }
    const form = document.querySelector(":is(.change-form, .extend-page) #content-main > form");
    const user = document.body.dataset.user;
    if (form?.querySelector("[type=submit]") && user && !form.querySelector("[type=password]")) {
      keep(form, user, sent);
    }
  };

  if (document.currentScript.hasAttribute("data-saved")) {
    // A window that was saved and closes before it is loaded.
    drop(attempt(() => sessionStorage.getItem(SENT)));
  } else {
    // After the scripts that make the rows and the choices.
    window.addEventListener("load", start);
  }
}
