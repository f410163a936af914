// What every page of ours does.

/** The language of whoever set this screen up. */
export const language = navigator.language.startsWith("pt") ? "pt-BR" : "en";

export const element = (id) => document.getElementById(id);
export const made = (tag, textContent, more = {}) => Object.assign(document.createElement(tag), { textContent, ...more });

/** The node with these in it, but for those that are false. */
export function filled(node, ...children) {
  node.append(...children.filter(Boolean));
  return node;
}

/** Where this system is, and whose store the screen stands in: `?store=`, or the one it names. */
export async function loadConfig() {
  const config = await (await fetch(new URL("config.json", import.meta.url))).json();
  return { ...config, store: new URLSearchParams(location.search).get("store") ?? config.store };
}
