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

  const PICTURE = /!\[[^\]]*\]\([^()\s]*\)/g;
  const DESCRIBE = "Describe the picture";

  /** Where a picture may be put: behind one whose description is being written. */
  const outside = (text, place) => {
    for (const found of text.matchAll(PICTURE)) {
      const end = found.index + found[0].length;
      if (found.index < place && place < end) {
        return end;
      }
    }
    return place;
  };

  /** The line breaks that make what follows a paragraph of its own. */
  const gapAfter = (before) => {
    if (!before.trim() || /\n[ \t]*\n[ \t]*$/.test(before)) {
      return "";
    }
    return /\n[ \t]*$/.test(before) ? "\n" : "\n\n";
  };
  const gapBefore = (after) => {
    if (!after.trim() || /^[ \t]*\n[ \t]*\n/.test(after)) {
      return "";
    }
    return /^[ \t]*\n/.test(after) ? "\n" : "\n\n";
  };

  /** Puts a picture into a paragraph of its own and selects the words that describe it. */
  const insertPicture = (source, code) => {
    const end = outside(source.value, source.selectionEnd);
    if (end !== source.selectionEnd) {
      source.setSelectionRange(end, end);
    }
    const start = source.selectionStart;
    const picture = code.replace(/^!\[\]/, `![${DESCRIBE}]`);
    const gap = gapAfter(source.value.slice(0, start));
    insert(source, gap + picture + gapBefore(source.value.slice(end)));
    const words = start + gap.length + "![".length;
    source.setSelectionRange(words, words + picture.lastIndexOf("](") - "![".length);
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
        insertPicture(source, (await response.json()).image_code);
        say("The picture stands in the text. Type what it shows in place of the selected words.");
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
