// A Markdown text: a live preview beside it, and pictures by button, paste and drop.
"use strict";

{
  const DELAY = 400;
  const MEGABYTE = 1024 * 1024;

  const token = (form) => form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  /** The words of a refusal: the server's own where it gives some, never a page of HTML. */
  const refusal = async (response) => {
    if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      const answer = await response.json().catch(() => ({}));
      if (typeof answer.error === "string") {
        return answer.error;
      }
    }
    return response.status === 403
      ? "You are signed out, or may not do this."
      : "The server did not understand this.";
  };

  const post = (source, address, body, signal) =>
    fetch(address, {
      method: "POST",
      body,
      signal,
      headers: { "X-CSRFToken": token(source.form) },
      credentials: "same-origin",
      redirect: "error",
    });

  /** Puts text at the caret as typing would, so that undo takes it back. */
  const insert = (source, text) => {
    source.focus();
    if (!document.execCommand("insertText", false, text)) {
      source.setRangeText(text, source.selectionStart, source.selectionEnd, "end");
      source.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const bind = (editor) => {
    const source = editor.querySelector("textarea");
    if (!source || source.name.includes("__prefix__") || editor.dataset.bound) {
      return;
    }
    editor.dataset.bound = "yes";
    const preview = editor.querySelector(".markdown-preview");
    const status = editor.querySelector(".markdown-status");
    const button = editor.querySelector(".markdown-upload");
    const file = editor.querySelector(".markdown-file");
    let timer = 0;
    let running = null;

    let isAboutPreview = false;

    const say = (words, isError = false) => {
      isAboutPreview = false;
      status.textContent = words;
      status.classList.toggle("is-error", isError);
    };
    const sayOfPreview = (words) => {
      say(`The preview stands still. ${words} Your text is still here.`, true);
      isAboutPreview = true;
    };
    /** What was said of a picture stays; only the preview's own trouble is over. */
    const previewStands = () => {
      if (isAboutPreview) {
        say("");
      }
    };

    const show = async () => {
      running?.abort();
      if (!source.value.trim()) {
        preview.replaceChildren();
        previewStands();
        return;
      }
      const request = new AbortController();
      running = request;
      try {
        const body = new URLSearchParams({ content: source.value });
        const response = await post(source, source.dataset.previewUrl, body, request.signal);
        if (!response.ok) {
          sayOfPreview(await refusal(response));
          return;
        }
        if (!response.headers.get("Content-Type")?.startsWith("text/html")) {
          throw new TypeError("no preview");
        }
        const html = await response.text();
        if (running === request) {
          preview.innerHTML = html; // Cleaned by the server, as on the page itself.
          previewStands();
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          sayOfPreview("The site cannot be reached.");
        }
      }
    };

    const upload = async (picture) => {
      const limit = Number(source.dataset.uploadMax);
      if (picture.size > limit) {
        say(`“${picture.name}” has ${(picture.size / MEGABYTE).toFixed(1)} MB; ` +
          `a picture may have ${limit / MEGABYTE} MB.`, true);
        return;
      }
      say(`“${picture.name}” is on its way …`);
      const body = new FormData();
      body.append("image", picture);
      try {
        const response = await post(source, source.dataset.uploadUrl, body);
        if (!response.ok) {
          say(`“${picture.name}” was not taken. ${await refusal(response)}`, true);
          return;
        }
        const code = (await response.json()).image_code;
        insert(source, code);
        if (code.startsWith("![](")) {
          const place = source.selectionEnd - code.length + 2;
          source.setSelectionRange(place, place);
        }
        say("The picture stands in the text. Say between the brackets what it shows.");
      } catch {
        say(`“${picture.name}” was not taken: the site cannot be reached.`, true);
      }
    };

    const uploadAll = async (files) => {
      for (const picture of files) {
        await upload(picture);
      }
    };

    const pictures = (transfer) => [...(transfer?.files ?? [])];

    source.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, DELAY);
    });
    source.addEventListener("paste", (event) => {
      // A copied table carries a picture of itself beside its text: the text is meant.
      if (pictures(event.clipboardData).length && !event.clipboardData.types.includes("text/plain")) {
        event.preventDefault();
        uploadAll(pictures(event.clipboardData));
      }
    });
    source.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) {
        event.preventDefault();
      }
    });
    source.addEventListener("drop", (event) => {
      if (pictures(event.dataTransfer).length) {
        event.preventDefault();
        uploadAll(pictures(event.dataTransfer));
      }
    });
    button.addEventListener("click", () => file.click());
    file.addEventListener("change", async () => {
      await uploadAll([...file.files]);
      file.value = "";
    });

    button.hidden = preview.hidden = false;
    show();
  };

  const bindAll = (root) => root.querySelectorAll(".markdown-editor").forEach(bind);

  const start = () => {
    bindAll(document);
    document.addEventListener("formset:added", (event) => bindAll(event.target));
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
}
