// The form of a work: boxes for pasted lines, and those who may be meant by a new name.
"use strict";

{
  const $ = window.django?.jQuery;

  /** Enter sends an identifier or names; in BibTeX it begins a new line. */
  const bindBox = (area) => {
    area.addEventListener("keydown", (event) => {
      const isLine = !/[@\n]/.test(area.value);
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && isLine) {
        event.preventDefault();
        area.form.requestSubmit(area.closest(".line-box").querySelector("button"));
      }
    });
    if (!CSS.supports("field-sizing", "content")) {
      const grow = () => {
        area.style.height = "auto";
        area.style.height = `${area.scrollHeight + 2}px`;
      };
      area.addEventListener("input", grow);
      grow();
    }
  };

  /** Takes a proposed person; the name as typed stays as the one that was printed. */
  const choose = (button) => {
    const { select: name, key } = button.dataset;
    const fields = button.form.elements;
    const select = fields.namedItem(name);
    const typed = button.closest("td").querySelector(".new-name");
    const printed = fields.namedItem(name.replace(/person$/, "name_as_printed"));
    if (printed && !printed.value) {
      printed.value = typed.value.replace(/[{}]/g, "");
    }
    if (![...select.options].some((option) => option.value === key)) {
      select.add(new Option(button.textContent.trim(), key));
    }
    select.value = key;
    $(select).trigger("change");
    select.parentElement.querySelector(".select2-selection").focus();
  };

  const start = () => {
    document.querySelectorAll("textarea.grows").forEach(bindBox);
    if ($?.fn.select2) {
      document.addEventListener("click", (event) => {
        const button = event.target.closest("button.proposal");
        if (button) {
          event.preventDefault();
          choose(button);
        }
      });
    }
  };
  window.addEventListener("load", start);
}
