"""What readers copied, as it is when they paste it."""

from playwright.sync_api import Page, expect

#: What a browser without https knows of the clipboard: nothing.
WITHOUT_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"


def pasted(page: Page, *, rich: bool = False) -> str:
    """What the clipboard holds, pasted into a field of the page, as text or as HTML."""
    page.evaluate(
        """() => {
          const field = document.createElement("div");
          field.id = "pasted-here"; field.contentEditable = "true";
          field.addEventListener("paste", (event) => {
            window.pasted = ["text/plain", "text/html"].map(k => event.clipboardData.getData(k));
            event.preventDefault();
            field.dataset.isFull = "";
          });
          document.querySelector("#pasted-here")?.remove();
          document.body.append(field); field.focus();
        }"""
    )
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator("#pasted-here")).to_have_attribute("data-is-full", "")
    return page.evaluate("window.pasted")[int(rich)]
