// Measured in the page itself: what people see, not what a rule says. Each function returns one
// line for every fault. Loaded by tests/face/measures.py.
window.face = (() => {
  const INTERACTIVE = "a[href], button, input, select, textarea, summary";
  const words = (element) => {
    const said = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") || ""}"> ${said.slice(0, 24)}`;
  };
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 1 && box.height > 1 &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
    );
  };

  // Colours, as drawn: "rgb(…)", "color(srgb …)" and the like go through a canvas of one pixel.
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      pixel.canvas.width = pixel.canvas.height = 1;
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = colour;
      pixel.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((one, n) => one * a + under[n] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null; // a picture: axe looks at those
      const colour = rgba(style.backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 1) break;
    }
    const paper = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((under, layer) => over(layer, under), paper);
  };

  const contrast = () => {
    const faults = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      const element = walker.currentNode.parentElement;
      if (!text || !seen(element) || element.closest("script, style, noscript, option, svg, [disabled], [aria-disabled=true]")) continue;
      const style = getComputedStyle(element);
      const under = ground(element);
      if (!under) continue;
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const found = ratio(over(rgba(style.color), under), under);
      if (found < least - 0.01) faults.add(`contrast ${found.toFixed(2)} of ${least}: ${words(element)}`);
    }
    return [...faults];
  };

  // Whoever aims at the middle may miss it by half a target in each direction.
  const inSentence = (element) => {
    if (element.tagName !== "A" || !getComputedStyle(element).display.startsWith("inline")) return false;
    const around = element.closest("p, li, dd, td, th, label, figcaption, blockquote, h1, h2, h3, pre, nav");
    return !!around && around.textContent.trim().length > element.textContent.trim().length + 1;
  };
  const targetOf = (element) => element.closest("label") || element;
  const targets = (least, small) => {
    const faults = new Set();
    for (const element of document.querySelectorAll(INTERACTIVE)) {
      const target = targetOf(element);
      if (element.type === "hidden" || element.disabled || !seen(target) || element.closest("[data-small-targets]")) continue;
      if (element.classList.contains("skip") && !element.matches(":focus")) continue;
      target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = target.getClientRects()[0];
      if (!box) continue;
      const needed = inSentence(element) || target.ownerSVGElement ? small : least;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const hits = (dx, dy) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return !!hit && (target.contains(hit) || hit.closest(INTERACTIVE + ", label") === target);
      };
      if (!hits(0, 0)) continue; // covered: not what one aims at now
      const room = (across, box) => {
        let reach = 0;
        while (reach <= needed / 2 && [-1, 1].every((way) => (across ? hits(way * reach, 0) : hits(0, way * reach)))) reach += 1;
        return Math.max(2 * reach, box);
      };
      const [width, height] = [room(true, box.width), room(false, box.height)];
      if (Math.min(width, height) < needed - 1) faults.add(`target ${Math.round(width)}×${Math.round(height)} of ${needed}: ${words(element)}`);
    }
    scrollTo(0, 0);
    return [...faults];
  };

  // Text one is meant to read in big type.
  const smallText = (least) => {
    const faults = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.textContent.trim() || !seen(element) || element.closest("svg, script, style, noscript, option")) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (size < least - 0.1) faults.add(`text of ${size} px, least ${least}: ${words(element)}`);
    }
    return [...faults];
  };

  const sideways = () => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const out = [...document.querySelectorAll("body *")].filter((one) => seen(one) && one.getBoundingClientRect().right > room + 1);
    return [`scrolls sideways, ${document.documentElement.scrollWidth} in ${room}: ${out.slice(-1).map(words)}`];
  };

  return { contrast, targets, smallText, sideways };
})();
