// The list's filters stand open beside the table where there is room for them.
"use strict";

{
  const filters = document.querySelector("[data-skin-filters]");
  if (filters && window.matchMedia("(min-width: 90rem)").matches) {
    filters.open = true;
  }
}
