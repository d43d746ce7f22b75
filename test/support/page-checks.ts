// Questions to a page that is open in a browser, as expressions to be evaluated there.

/** Texts whose contrast with what is behind them is below WCAG 2.2 AA (1.4.3), as `ratio text`. */
export const PALE_TEXTS = `(() => {
  ${contrastSource()}
  const isLarge = (style) => parseFloat(style.fontSize) >= 24
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const pale = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || element.closest('style, title, desc')) continue
    const style = getComputedStyle(element)
    const ink = element.closest('svg') ? style.fill : style.color
    const ratio = contrast(ink, paperBehind(element))
    if (ratio < (isLarge(style) ? 3 : 4.5)) pale.push(ratio.toFixed(2) + ' ' + node.data.trim())
  }
  return pale
})()`

/** Lines and areas of charts that carry meaning below WCAG 2.2 AA (1.4.11), as `ratio class`. */
export const PALE_SHAPES = `(() => {
  ${contrastSource()}
  const shapes = document.querySelectorAll('rect:not(.track), path.curve, path.equality')
  return Array.from(shapes, (shape) => {
    const { fill, stroke } = getComputedStyle(shape)
    const ratio = contrast(shape.tagName === 'rect' ? fill : stroke, paperBehind(shape))
    return ratio < 3 ? ratio.toFixed(2) + ' ' + shape.getAttribute('class') : ''
  }).filter((text) => text !== '')
})()`

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrastSource(): string {
  return `
  const channels = (color) => color.match(/[0-9.]+/g).map(Number)
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }
  const paperBehind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at)
      if (channels(backgroundColor)[3] !== 0) return backgroundColor
    }
    return 'rgb(255, 255, 255)'
  }`
}

/** By how many CSS pixels the page is wider than the window. */
export const OVERFLOW = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

/** What assistive technology would miss, in words. */
export const INACCESSIBLE = `(() => {
  const missing = []
  const all = (selector) => Array.from(document.querySelectorAll(selector))
  const demand = (ok, what) => { if (!ok) missing.push(what) }
  demand(document.documentElement.lang === 'en', 'language')
  demand(document.title !== '', 'title')
  for (const landmark of ['header', 'nav', 'main', 'footer', 'h1']) {
    demand(all(landmark).length === 1, 'one ' + landmark)
  }
  const levels = all('h1, h2, h3, h4').map((heading) => Number(heading.tagName[1]))
  demand(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1), 'a heading level')
  for (const table of all('table')) {
    const name = table.caption?.textContent ?? ''
    demand(name !== '', 'a caption')
    demand(Array.from(table.querySelectorAll('th')).every((cell) => cell.scope), 'scope: ' + name)
    demand(Array.from(table.tHead.rows[0].cells).every((cell) => cell.textContent), 'title: ' + name)
    const widths = new Set(Array.from(table.rows, (row) => row.cells.length))
    demand(widths.size === 1, 'equal rows: ' + name)
  }
  for (const image of all('svg:not([aria-hidden=true])')) {
    const title = image.querySelector('title')?.textContent || image.getAttribute('aria-label')
    demand(image.getAttribute('role') === 'img' && title, 'text of a chart')
  }
  for (const region of all('.scroll')) demand(region.tabIndex === 0, 'keyboard')
  for (const link of all('a')) demand(document.querySelector(link.hash), 'target ' + link.hash)
  const ids = all('[id]').map(({ id }) => id)
  demand(new Set(ids).size === ids.length, 'unique ids')
  return missing
})()`

/** Elements that hostile text would have made, had it become markup. */
export const INTRUDERS = `Array.from(document.querySelectorAll('*'))
  .filter((element) =>
    /^(script|img|iframe|object|embed|form|input|b)$/i.test(element.tagName) ||
    Array.from(element.attributes).some(({ name }) => /^on|^src|^style$/.test(name)))
  .map((element) => element.outerHTML)`
