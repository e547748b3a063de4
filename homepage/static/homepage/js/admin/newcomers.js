// Whoever is not in a list yet is added from where they were typed.
"use strict";

{
  /** The select whose list of choices is open, and what was typed into it. */
  let open = null;
  const $ = window.django?.jQuery;

  /** The field of the same row for a name that is new: `new_person` beside `person`. */
  const ownFieldOf = (select) =>
    select.form?.elements.namedItem(select.name.replace(/(^|-)(\w+)$/, "$1new_$2"));

  const tell = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

  const addFrom = (select, typed) => {
    const field = ownFieldOf(select);
    const link = document.getElementById(`add_${select.id}`);
    $(select).select2("close");
    if (field) {
      $(select).val(null).trigger("change");
      field.value = typed;
      tell(field);
      field.focus();
    } else if (link) {
      const address = link.href;
      const filled = new URL(address);
      for (const name of ["name", "title"]) {
        filled.searchParams.set(name, typed);
      }
      link.href = filled.href;
      link.click();
      link.href = address;
    }
  };

  const canAdd = (select) =>
    Boolean(ownFieldOf(select) || document.getElementById(`add_${select.id}`));

  const noResults = () => {
    const typed = document.querySelector(".select2-container--open .select2-search__field")?.value.trim();
    if (!open || !typed || !canAdd(open)) {
      return "Nothing of this name.";
    }
    const select = open;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "add-newcomer";
    button.textContent = `Add “${typed}”`;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => addFrom(select, typed));
    return $(button);
  };

  /** An empty choice has no name of its own to be read out: it takes that of its label. */
  const nameChoice = (select) => {
    const shown = document.getElementById(`select2-${select.id}-container`);
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (shown && label) {
      shown.toggleAttribute("aria-label", !select.value);
      if (!select.value) {
        shown.setAttribute("aria-label", label.textContent.trim());
      }
    }
  };
  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(nameChoice);

  if ($?.fn.select2) {
    window.addEventListener("load", nameAll);
    document.addEventListener("formset:added", () => setTimeout(nameAll));
    $(document).on("change", "select.admin-autocomplete", ({ target }) => nameChoice(target));
    $.fn.select2.amd.require(["select2/i18n/en"], (words) => {
      words.noResults = noResults;
    });
    $(document).on("select2:open", (event) => {
      open = event.target;
    });
    // Whoever is chosen takes the place of a new name.
    $(document).on("change", "select", ({ target }) => {
      const field = target.value ? ownFieldOf(target) : null;
      if (field?.value) {
        field.value = "";
        field.parentElement.querySelector(".proposals")?.remove();
        tell(field);
      }
    });
    // Enter on an empty list adds what was typed.
    $(document).on("keydown", ".select2-search__field", (event) => {
      const button = document.querySelector(".select2-results .add-newcomer");
      if (event.key === "Enter" && button) {
        event.preventDefault();
        event.stopImmediatePropagation();
        button.click();
      }
    });
  }
}
