/** Runs an action on a press, one at a time. The button keeps its focus: a disabled one would lose it. */
export function onPress(button: HTMLButtonElement, action: () => Promise<void>): void {
  let running = false
  button.addEventListener('click', async () => {
    if (running) return
    running = true
    button.setAttribute('aria-disabled', 'true')
    try {
      await action()
    } finally {
      running = false
      button.removeAttribute('aria-disabled')
    }
  })
}
