import { element } from './element.js'

const tick = 200

/** Counts down the lifetime that the server sent, so a wrong device clock does not matter. */
export function openCountdown(): (expiresIn: number | null) => void {
  const panel = element('token-panel', HTMLElement)
  const seconds = element('countdown', HTMLElement)
  const label = element('life-label', HTMLElement)
  const bar = element('life-left', HTMLElement)
  let timer: number | undefined

  return expiresIn => {
    window.clearInterval(timer)
    if (expiresIn === null) {
      panel.dataset.life = 'endless'
      seconds.textContent = '∞'
      label.textContent = 'This token never expires'
      return
    }
    const end = performance.now() + expiresIn * 1000
    const show = (): void => {
      const left = Math.max(0, (end - performance.now()) / 1000)
      const expired = left === 0
      panel.dataset.life = expired ? 'expired' : 'running'
      seconds.textContent = String(Math.ceil(left))
      label.textContent = expired
        ? 'Expired: Stream refuses the next call with code 40, and the client requests a new token'
        : 'seconds to expiry'
      bar.style.setProperty('--left', String(left / expiresIn))
      if (expired) window.clearInterval(timer)
    }
    timer = window.setInterval(show, tick)
    show()
  }
}
