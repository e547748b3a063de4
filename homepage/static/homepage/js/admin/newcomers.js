// Whoever is not in a list yet is added from where they were typed.
"use strict";

{
  /** The select whose list of choices is open, and what was typed into it. */
  let open = null;
  const $ = window.django?.jQuery;

  const addFrom = (select, typed) => {
    const link = document.getElementById(`add_${select.id}`);
    if (!link) {
      return;
    }
    const address = link.href;
    const filled = new URL(address);
    for (const name of ["name", "title"]) {
      filled.searchParams.set(name, typed);
    }
    link.href = filled.href;
    $(select).select2("close");
    link.click();
    link.href = address;
  };

  const noResults = () => {
    const typed = document.querySelector(".select2-container--open .select2-search__field")?.value.trim();
    if (!open || !typed || !document.getElementById(`add_${open.id}`)) {
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

  if ($?.fn.select2) {
    $.fn.select2.amd.require(["select2/i18n/en"], (words) => {
      words.noResults = noResults;
    });
    $(document).on("select2:open", (event) => {
      open = event.target;
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
