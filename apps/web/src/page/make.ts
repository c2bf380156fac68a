interface Look {
  readonly class?: string
  readonly text?: string
}

/** Makes an element. Its content is only ever text or other elements, so that nothing shown can be markup. */
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
