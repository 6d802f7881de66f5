/** Page sources in UiAutomator's form, written by hand for the tests of the recogniser. */

export interface Widget {
  class?: string;
  text?: string;
  desc?: string;
  id?: string;
  package?: string;
  clickable?: boolean;
  checkable?: boolean;
  checked?: boolean;
  enabled?: boolean;
  scrollable?: boolean;
  bounds?: string;
  children?: Widget[];
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function render(widget: Widget, counter: { y: number }): string {
  counter.y += 40;
  const attributes = {
    package: widget.package ?? "com.example.app",
    class: widget.class ?? "android.widget.TextView",
    text: widget.text ?? "",
    "content-desc": widget.desc ?? "",
    "resource-id": widget.id ?? "",
    clickable: String(widget.clickable ?? false),
    checkable: String(widget.checkable ?? false),
    checked: String(widget.checked ?? false),
    scrollable: String(widget.scrollable ?? false),
    enabled: String(widget.enabled ?? true),
    bounds: widget.bounds ?? `[40,${counter.y}][680,${counter.y + 36}]`,
  };
  const tag = attributes.class.split("$")[0] ?? "View";
  const text = Object.entries(attributes)
    .map(([k, v]) => `${k}="${escape(v)}"`)
    .join(" ");
  return `<${tag} ${text}>${(widget.children ?? []).map((child) => render(child, counter)).join("")}</${tag}>`;
}

export function screen(...widgets: Widget[]): string {
  const root: Widget = { class: "android.widget.FrameLayout", bounds: "[0,0][720,1280]", children: widgets };
  return `<?xml version='1.0' encoding='UTF-8'?><hierarchy rotation="0">${render(root, { y: 0 })}</hierarchy>`;
}

export function button(text: string): Widget {
  return { class: "android.widget.Button", text, clickable: true };
}
