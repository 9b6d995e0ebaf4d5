// In the page: what can be used or read there, but not be scrolled to as a whole; one line for each.
;(() => {
  const usable = 'a[href], button, input, select, textarea, summary, [role=option], [role=menuitem]'
  const drawer = document.querySelector('.drawer.details')
  const modal =
    [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')].at(-1) ??
    (drawer && /absolute|fixed/.test(getComputedStyle(drawer).position) ? drawer : document)
  const root = document.documentElement
  const faults = new Set()
  const scrolled = [...document.querySelectorAll('*')].map((element) => [
    element,
    element.scrollTop,
    element.scrollLeft,
  ])
  const nameOf = (element) =>
    `${element.localName} "${(element.getAttribute('aria-label') ?? element.textContent.trim()).slice(0, 40)}"`
  const isShown = (element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    !element.closest('[aria-hidden=true], [inert], .visually-hidden, .skip, [data-toasts]')

  if (root.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth)
    faults.add('the page is too wide')
  if (root.scrollHeight > innerHeight || document.body.scrollHeight > innerHeight)
    faults.add('the page is too high')

  /** A tick that its label draws is as large as the label. */
  const boxOf = (element) => (element.offsetWidth <= 1 ? element.labels?.[0] : element)

  for (const element of modal.querySelectorAll(usable)) {
    if (!element.isConnected || !isShown(element)) continue
    const shown = boxOf(element)
    if (!shown || element.matches('input[tabindex="-1"]:not(.tick)')) continue
    shown.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const { left, right, top, bottom } = shown.getBoundingClientRect()
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 2)
      faults.add(`outside of the window: ${nameOf(element)} ${[left, top, right, bottom].map(Math.round)}`)
    const places = [left + 3, (left + right) / 2, right - 3]
    const others = places.filter((x) => {
      const at = document.elementFromPoint(x, (top + bottom) / 2)
      return !at || !(shown.contains(at) || at.contains(shown) || at.closest('label')?.control === element)
    })
    if (others.length > 0)
      faults.add(
        `covered: ${nameOf(element)} by ${others.map((x) =>
          document
            .elementFromPoint(x, (top + bottom) / 2)
            ?.className?.toString()
            .slice(0, 40),
        )}`,
      )
  }

  for (const element of document.querySelectorAll('body *')) {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(element)
    if (!isShown(element) || element.clientWidth <= 1 || element.closest('svg, input, select')) continue
    if (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) {
      if (textOverflow !== 'ellipsis') faults.add(`cut off at its end: ${nameOf(element)}`)
      else if (!element.closest('[title]')) faults.add(`shortened for good: ${nameOf(element)}`)
    }
    if (
      overflowY === 'hidden' &&
      element.scrollHeight > element.clientHeight + 2 &&
      textOverflow !== 'ellipsis'
    )
      faults.add(`cut off below: ${nameOf(element)} ${element.scrollHeight}>${element.clientHeight}`)
    if (
      /auto|scroll/.test(overflowY) &&
      element.scrollHeight > element.clientHeight + 2 &&
      element.clientHeight < 64
    )
      faults.add(`a slit to scroll in: ${nameOf(element)} ${element.className} ${element.clientHeight}`)
  }
  for (const [element, top, left] of scrolled) Object.assign(element, { scrollTop: top, scrollLeft: left })
  return [...faults]
})()
