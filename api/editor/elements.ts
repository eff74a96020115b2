type Properties = Record<string, string | boolean | ((event: Event) => void)>;

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element: functions listen to events, `true` sets an attribute without a value. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), properties, content);
}

/** Make an SVG element. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...content: (Node | string)[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS(SVG, name), properties, content);
}

function fill<Kind extends Element>(element: Kind, properties: Properties, content: (Node | string)[]): Kind {
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, value);
  }
  element.append(...content);
  return element;
}
