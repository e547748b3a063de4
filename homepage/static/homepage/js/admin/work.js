// The form of a work: boxes for pasted lines, and those who may be meant by a new name.
"use strict";

{
  // Django's copy of jQuery, which is loaded after this script.
  let $ = null;

  /** Enter sends an identifier or names; in BibTeX it begins a new line. */
  const bindBox = (area) => {
    area.addEventListener("keydown", (event) => {
      const isLine = !/[@\n]/.test(area.value);
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && isLine) {
        event.preventDefault();
        if (!event.repeat) {
          area.form.requestSubmit(area.closest(".line-box").querySelector("button"));
        }
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

  /** Marks the owner of the site among the authors, whoever was chosen since. */
  const markOwner = ({ target }) => {
    const chosen = target.selectedOptions?.[0];
    if (chosen?.value && chosen.value === target.dataset.owner) {
      chosen.dataset.you = "";
    }
  };

  /** Looks at what a step has to say: nothing is sent from there by a second Enter. */
  const lookAtOutcome = () => {
    const wrong = document.querySelector(".line-box.errors textarea");
    // A note that names fields leads to the first of them: form.js sees to it.
    const hasFaults = document.querySelector(".fault-places");
    const refused = hasFaults ? null : document.querySelector(".errornote");
    refused?.setAttribute("tabindex", "-1");
    const note = hasFaults ? null : document.querySelector(".form-note[tabindex]");
    (wrong ?? refused ?? note)?.focus();
  };

  const start = () => {
    $ = window.django?.jQuery;
    document.querySelectorAll("textarea.grows").forEach(bindBox);
    if ($?.fn.select2) {
      document.addEventListener("click", (event) => {
        const button = event.target.closest("button.proposal");
        if (button) {
          event.preventDefault();
          choose(button);
        }
      });
      $(document).on("change", "select[data-owner]", markOwner);
    }
    lookAtOutcome();
  };
  window.addEventListener("load", start);
}
