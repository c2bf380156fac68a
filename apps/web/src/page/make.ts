interface Look {
  readonly class?: string
  readonly text?: string
}

/** Creates an element. Its content is only text or other elements, so that no text is parsed as HTML. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  look: Look = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (look.class !== undefined) made.className = look.class
  if (look.text !== undefined) made.textContent = look.text
  made.append(...children)
  return made
}
