// Buttons that move a row of a form up or down, for those who do not drag.
"use strict";

{
  const rowsOf = (group) =>
    [...group.querySelectorAll("tr.form-row, .inline-related")].filter(
      (row) => !row.classList.contains("empty-form") && row.querySelector("input._reorder_"),
    );

  /** What belongs to a row: in a table its errors stand in a row of their own before it. */
  const block = (row) => {
    const before = row.previousElementSibling;
    return before?.classList.contains("row-form-errors") ? [before, row] : [row];
  };

  const number = (group) =>
    rowsOf(group).forEach((row, index) => {
      row.querySelector("input._reorder_").value = index + 1;
    });

  const refresh = (group) => {
    const rows = rowsOf(group);
    rows.forEach((row, index) => {
      const [up, down] = row.querySelectorAll(".row-up, .row-down");
      if (up && down) {
        up.disabled = index === 0;
        down.disabled = index === rows.length - 1;
        up.setAttribute("aria-label", `Move row ${index + 1} up`);
        down.setAttribute("aria-label", `Move row ${index + 1} down`);
      }
    });
  };

  const move = (group, row, step, button) => {
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + step];
    if (!other) {
      return;
    }
    if (step < 0) {
      block(other)[0].before(...block(row));
    } else {
      other.after(...block(row));
    }
    number(group);
    group.dataset.moved = "yes";
    refresh(group);
    const buttons = row.querySelectorAll(".row-up, .row-down");
    (button.disabled ? [...buttons].find((each) => !each.disabled) : button)?.focus();
  };

  const makeButton = (group, row, step, css, sign, title) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = css;
    button.title = title;
    button.textContent = sign;
    button.addEventListener("click", () => move(group, row, step, button));
    return button;
  };

  const equip = (group, row) => {
    if (row.querySelector(".row-order")) {
      return;
    }
    const span = document.createElement("span");
    span.className = "row-order";
    span.append(
      makeButton(group, row, -1, "row-up", "↑", "Move up"),
      makeButton(group, row, 1, "row-down", "↓", "Move down"),
    );
    const place = row.querySelector(":scope > td:last-child") ?? row.querySelector(":scope > h3");
    const name = place?.querySelector(".part-name");
    if (name) {
      name.after(span);
    } else {
      place?.prepend(span);
    }
  };

  const equipAll = (group) => {
    rowsOf(group).forEach((row) => equip(group, row));
    refresh(group);
  };

  const start = () => {
    const groups = [...document.querySelectorAll("fieldset.sortable")];
    for (const group of groups) {
      equipAll(group);
      group.closest("form")?.addEventListener("submit", () => {
        if (group.dataset.moved) {
          number(group);
        }
      });
      new MutationObserver(() => refresh(group)).observe(
        group.querySelector("tbody") ?? group,
        { childList: true },
      );
    }
    document.addEventListener("formset:added", (event) => {
      const group = event.target.closest("fieldset.sortable");
      if (group) {
        equipAll(group);
      }
    });
    document.addEventListener("formset:removed", () => groups.forEach(refresh));
  };
  // After Django's own script, which prepares the rows when the page is ready.
  window.addEventListener("load", start);
}
