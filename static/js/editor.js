/* Makes an editor of every text area that asks for one (communities/forms/rich_text.py).

   Without this script the text area itself takes plain text. What the editor makes of it is cleaned on the server. */

const SAFE = /^(https?:\/\/|mailto:)/i;
const HAS_TAGS = /<\/?(p|br|strong|em|h[1-6]|ul|ol|li|a|blockquote)(\s[^<>]*)?>/i;

const TOOLS = [
  { label: "Vet", mark: "bold", run: (chain) => chain.toggleBold() },
  { label: "Schuin", mark: "italic", run: (chain) => chain.toggleItalic() },
  { label: "Kop", mark: "heading", run: (chain) => chain.toggleHeading({ level: 2 }) },
  { label: "Lijst", mark: "bulletList", run: (chain) => chain.toggleBulletList() },
  { label: "Genummerd", mark: "orderedList", run: (chain) => chain.toggleOrderedList() },
  { label: "Citaat", mark: "blockquote", run: (chain) => chain.toggleBlockquote() },
];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(label, action) {
  const made = element("button", { type: "button", className: "editor-tool", textContent: label });
  made.addEventListener("click", action);
  return made;
}

function escaped(text) {
  return element("p", { textContent: text }).innerHTML;
}

/* Plain text that came back from the server, or from before the script ran, keeps its paragraphs. */
function asHtml(text) {
  if (HAS_TAGS.test(text)) return text;
  const paragraphs = text.replace(/\r\n?/g, "\n").split(/\n\s*\n/).filter((one) => one.trim());
  return paragraphs.map((one) => `<p>${escaped(one.trim()).replace(/\n/g, "<br>")}</p>`).join("");
}

function extensions(kit) {
  const Link = kit.Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => ({ href: { default: null } }),
    parseHTML: () => [{ tag: "a[href]", getAttrs: (found) => SAFE.test(found.getAttribute("href")) && null }],
    renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
  });
  // Tab leads on to the next field, also from inside a list.
  const ListItem = kit.ListItem.extend({
    addKeyboardShortcuts() {
      return { Enter: () => this.editor.commands.splitListItem(this.name) };
    },
  });
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History, kit.Bold, kit.Italic, kit.Blockquote,
    kit.BulletList, kit.OrderedList, ListItem, kit.Heading.configure({ levels: [2, 3] }), Link,
  ];
}

/* Asking for the address of a link, in a dialog of the browser's own kind. */
function linkDialog(editor) {
  const field = element("input", { type: "url", id: `${editor.view.dom.id}-adres`, placeholder: "https://" });
  const mistake = element("p", { className: "field-error", role: "alert" });
  const form = element("form", { className: "form", method: "dialog", noValidate: true });
  const dialog = element("dialog", { className: "editor-dialog" }, form);
  const remove = button("Haal de link weg", () => {
    editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
    dialog.close();
  });
  const cancel = button("Annuleer", () => dialog.close());
  const set = element("button", { type: "submit", className: "button quiet", textContent: "Zet de link" });
  for (const one of [remove, cancel]) one.className = "button quiet";
  form.append(
    element("h2", { textContent: "Link", id: `${field.id}-kop` }),
    element("div", { className: "field" }, element("label", { htmlFor: field.id, textContent: "Adres" }), field, mistake),
    element("div", { className: "actions" }, set, remove, cancel),
  );
  dialog.setAttribute("aria-labelledby", `${field.id}-kop`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    const href = SAFE.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`;
    if (!typed || /\s/.test(typed)) {
      mistake.textContent = "Vul een adres in, bijvoorbeeld https://www.voorbeeld.nl.";
      return field.focus();
    }
    dialog.close();
    setLink(editor, href, typed);
  });
  dialog.addEventListener("close", () => editor.commands.focus());
  document.body.append(dialog);
  return () => {
    field.value = editor.getAttributes("link").href || "";
    remove.hidden = !editor.isActive("link");
    mistake.textContent = "";
    dialog.showModal();
  };
}

function setLink(editor, href, words) {
  if (editor.state.selection.empty && !editor.isActive("link")) {
    const text = { type: "text", text: words, marks: [{ type: "link", attrs: { href } }] };
    return editor.chain().focus().insertContent(text).run();
  }
  return editor.chain().focus().extendMarkRange("link").setMark("link", { href }).run();
}

/* One stop for the Tab key; the arrows go along the buttons. */
function toolbar(editor, label) {
  const bar = element("div", { className: "editor-tools", role: "toolbar" });
  bar.setAttribute("aria-label", `Opmaak van ${label}`);
  bar.setAttribute("aria-controls", editor.view.dom.id);
  const toggles = TOOLS.map(({ label: name, mark, run }) => {
    const made = button(name, () => run(editor.chain().focus()).run());
    return { made, isOn: () => editor.isActive(mark) };
  });
  const link = { made: button("Link", linkDialog(editor)), isOn: () => editor.isActive("link") };
  const undo = button("Ongedaan maken", () => editor.chain().focus().undo().run());
  const all = [...toggles.map((one) => one.made), link.made, undo];
  all.forEach((one, index) => (one.tabIndex = index ? -1 : 0));
  bar.append(...all);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = all.indexOf(document.activeElement);
    const next = all[(now + step + all.length) % all.length];
    all.forEach((one) => (one.tabIndex = one === next ? 0 : -1));
    next.focus();
  });
  const show = () => [...toggles, link].forEach(({ made, isOn }) => made.setAttribute("aria-pressed", isOn()));
  editor.on("transaction", show);
  show();
  return bar;
}

function start(area, kit) {
  const label = document.querySelector(`label[for="${area.id}"]`);
  const name = label ? label.firstChild.textContent.trim() : "de tekst";
  const attributes = { id: area.id, class: "editor-text rich", role: "textbox", "aria-multiline": "true", "aria-label": name };
  for (const kept of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(kept)) attributes[kept] = area.getAttribute(kept);
  }
  area.removeAttribute("id");
  const place = element("div", { className: "editor" });
  area.after(place);
  const editor = new kit.Editor({
    element: place, extensions: extensions(kit), content: asHtml(area.value), injectCSS: false, editorProps: { attributes },
  });
  place.prepend(toolbar(editor, name.toLowerCase()));
  area.hidden = true;
  editor.on("update", () => (area.value = editor.isEmpty ? "" : editor.getHTML()));
  label?.addEventListener("click", () => editor.commands.focus());
  place.dataset.ready = "";
}

for (const area of document.querySelectorAll("textarea[data-editor]")) {
  import(area.dataset.editor).then((kit) => start(area, kit));
}
