// Conveniences of a form: titles of one line that grow, and what a row shows only when asked.
"use strict";

{
  const isTemplate = (element) => Boolean(element.closest(".empty-form"));

  /** Enter does in a line what it does in any field of one line: it saves. */
  const bindLine = (line) => {
    if (line.dataset.bound || isTemplate(line)) {
      return;
    }
    line.dataset.bound = "yes";
    line.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        line.form?.requestSubmit(line.form.querySelector("[name=_save]") ?? undefined);
      }
    });
    line.addEventListener("input", () => {
      if (/[\r\n]/.test(line.value)) {
        const caret = line.selectionStart;
        line.value = line.value.replace(/\s*[\r\n]+\s*/g, " ");
        line.setSelectionRange(caret, caret);
      }
    });
    if (!CSS.supports("field-sizing", "content")) {
      const grow = () => {
        line.style.height = "auto";
        line.style.height = `${line.scrollHeight + line.offsetHeight - line.clientHeight}px`;
      };
      line.addEventListener("input", grow);
      window.addEventListener("resize", grow);
      grow();
    }
  };

  /** What the hidden cells of a row hold, unless it is what an empty row holds. */
  const noteOf = (row, empty) =>
    [...row.querySelectorAll("td.is-more :is(select, input[type=text])")]
      .filter((field, index) => field.value && field.value !== empty[index])
      .map((field) => (field instanceof HTMLSelectElement
        ? field.selectedOptions[0].text
        : `printed as “${field.value}”`))
      .join(", ");

  const bindRow = (row) => {
    if (row.dataset.bound || isTemplate(row)) {
      return;
    }
    row.dataset.bound = "yes";
    const template = row.parentElement.querySelector("tr.empty-form");
    const empty = [...(template?.querySelectorAll("td.is-more :is(select, input[type=text])") ?? [])]
      .map((field) => field.value);
    const note = document.createElement("p");
    note.className = "row-note";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "row-more";
    button.title = "More about this row";
    button.textContent = "⋯";
    button.setAttribute("aria-label", "More about this row");
    const set = (isOpen) => {
      row.classList.toggle("is-open", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
      note.textContent = isOpen ? "" : noteOf(row, empty);
    };
    button.addEventListener("click", () => set(!row.classList.contains("is-open")));
    row.querySelector("td.delete").prepend(button);
    row.querySelector("td:not(.original, .hidden)").append(note);
    row.parentElement.parentElement.classList.add("is-foldable");
    set(Boolean(row.querySelector("td.is-more .errorlist")));
  };

  const bindAll = (root) => {
    root.querySelectorAll("textarea.line-area").forEach(bindLine);
    root.querySelectorAll("table.has-more tr.form-row").forEach(bindRow);
    if (root instanceof Element && root.matches("table.has-more tr.form-row")) {
      bindRow(root);
    }
  };

  /** Leads to the first field that is refused, unless another script has led elsewhere. */
  const lookAtFault = () => {
    const [first] = [...document.querySelectorAll(".fault-places a")]
      .map((link) => document.getElementById(link.hash.slice(1)))
      .filter(Boolean)
      .sort((one, other) =>
        (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    if (!first || document.activeElement?.matches(".errornote")) {
      return;
    }
    const field = first.matches(".select2-hidden-accessible")
      ? first.parentElement.querySelector(".select2-selection")
      : first.matches("input, select, textarea") ? first : first.querySelector("input, select, textarea");
    field?.focus({ preventScroll: true });
    (field?.closest(".form-row, tr") ?? first).scrollIntoView({ block: "center" });
  };

  const start = () => {
    bindAll(document);
    lookAtFault();
    // A new form is opened at its first field, which a button may stand before.
    if (document.activeElement?.matches(".markdown-upload")) {
      document.activeElement.closest(".markdown-editor").querySelector("textarea").focus();
    }
    document.addEventListener("formset:added", (event) => bindAll(event.target));
  };
  window.addEventListener("load", start);
}
