// An import: the sum follows the ticks, and a step that takes a while says so and runs once.
"use strict";

{
  // A step that takes a while

  const bindBusy = (form) => {
    const line = form.querySelector(".import-busy");
    const standing = line?.textContent;
    const set = (isBusy) => {
      form.toggleAttribute("data-is-busy", isBusy);
      for (const button of form.querySelectorAll("[type=submit]")) {
        button.disabled = isBusy;
      }
    };
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) {
        return;
      }
      if (form.hasAttribute("data-is-busy")) {
        event.preventDefault();
        return;
      }
      const isStep = !event.submitter?.name || event.submitter.name === "_import";
      if (isStep && line) {
        line.setAttribute("role", "status");
        line.textContent = form.dataset.busy;
      }
      // A button that is disabled now would not be sent with the form.
      setTimeout(() => set(true));
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        set(false);
        if (line) {
          line.textContent = standing;
        }
      }
    });
  };

  // What is pasted

  const bindPaste = (area) => {
    const most = Number(area.dataset.maxBytes);
    const refusal = document.createElement("p");
    refusal.className = "file-refusal errornote";
    refusal.setAttribute("role", "alert");
    const isTooLong = () =>
      area.value.length > most / 3 && new TextEncoder().encode(area.value).length > most;
    const check = () => {
      const isRefused = area.form.elements.namedItem("way").value === "paste" && isTooLong();
      if (!isRefused) {
        refusal.remove();
      } else if (!refusal.isConnected) {
        area.after(refusal);
        refusal.textContent = `This is more than ${most / 2 ** 20} MB of text: save it as a file and choose “File” above.`;
      }
      return !isRefused;
    };
    area.addEventListener("input", check);
    area.form.addEventListener("submit", (event) => {
      if (!check()) {
        event.preventDefault();
        event.stopImmediatePropagation();
        area.focus();
      }
    });
  };

  // A file that was refused as too large is not there any more: its message stays.

  const bindFile = (input) => {
    input.form.addEventListener("submit", (event) => {
      const refusal = input.parentElement.querySelector(".file-refusal");
      const isRefused = refusal && !refusal.hidden && !input.files.length;
      if (isRefused && input.form.elements.namedItem("way").value === "file") {
        event.preventDefault();
        event.stopImmediatePropagation();
        input.focus();
      }
    });
  };

  // The ticks of a preview

  const WORDS = {
    new: ["new", "new"],
    stage: ["new stage", "new stages"],
    changed: ["changed", "changed"],
  };
  const shown = (number) => number.toLocaleString("en");

  const bindSection = (section, tell) => {
    const total = Number(section.dataset.total);
    const elsewhere = Number(section.dataset.elsewhere);
    const takes = [...section.querySelectorAll("[name=take]")];
    const every = section.querySelector("input.import-all");
    const buttons = section.querySelector(".import-buttons");
    const count = () => elsewhere + takes.filter((take) => take.checked).length;
    const show = () => {
      const taken = count();
      every.checked = taken === total;
      every.indeterminate = taken > 0 && taken < total;
      for (const take of takes) {
        take.closest(".import-entry").classList.toggle("is-left", !take.checked);
      }
    };
    for (const each of section.querySelectorAll(".import-all")) {
      each.hidden = false;
    }
    buttons.hidden = true;
    every.addEventListener("change", () => {
      if (takes.length < total) {
        // The other pages are the server's.
        buttons.querySelector(every.checked ? "[name=_all]" : "[name=_none]").click();
        return;
      }
      for (const take of takes.filter((each) => each.checked !== every.checked)) {
        take.click();
      }
    });
    section.addEventListener("change", ({ target }) => {
      if (target === every) {
        return;
      }
      const entry = target.closest(".import-entry");
      if (entry) {
        const take = entry.querySelector("[name=take]");
        const fields = [...entry.querySelectorAll("[name=field]")];
        const isWhole = Boolean(entry.querySelector("span.import-label"));
        if (target.name === "field") {
          take.checked = isWhole ? take.checked || target.checked : fields.some((field) => field.checked);
        } else if (target === take && take.checked && !isWhole && !fields.some((field) => field.checked)) {
          fields.forEach((field) => {
            field.checked = true;
          });
        }
      }
      show();
      tell();
    });
    show();
    return { slug: section.dataset.importSection, count };
  };

  const bindPreview = (form) => {
    const sections = [];
    const tell = () => {
      const counts = sections.map(({ slug, count }) => [slug, count()]).filter(([, n]) => n);
      const works = counts.reduce((sum, [, n]) => sum + n, 0);
      for (const place of form.querySelectorAll("[data-import-works]")) {
        place.textContent = shown(works);
      }
      for (const place of form.querySelectorAll("[data-import-noun]")) {
        place.textContent = works === 1 ? "work" : "works";
      }
      const words = counts.map(([slug, n]) => `${shown(n)} ${WORDS[slug][n > 1 ? 1 : 0]}`);
      form.querySelector("[data-import-words]").textContent = words.length ? `: ${words.join(", ")}` : "";
      form.querySelector("[name=_import]").disabled = works === 0;
    };
    for (const section of form.querySelectorAll("[data-import-section]")) {
      sections.push(bindSection(section, tell));
    }
    tell();
    // The browser brings ticks back after a reload, without an event.
    window.addEventListener("pageshow", tell);
  };

  document.addEventListener("DOMContentLoaded", () => {
    // What refuses to be sent comes before what says that it is being sent.
    document.querySelectorAll("textarea.import-text[data-max-bytes]").forEach(bindPaste);
    document.querySelectorAll("input[type=file][data-max-bytes]").forEach(bindFile);
    document.querySelectorAll("form[data-busy]").forEach(bindBusy);
    document.querySelectorAll("#preview_form").forEach(bindPreview);
  });
}
