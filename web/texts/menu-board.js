import { OPENS } from "./common.js";

export const MENU_BOARD = {
  "pt-BR": {
    title: "Cardápio",
    categories: { combo: "Combos", burger: "Hambúrgueres", side: "Acompanhamentos", drink: "Bebidas", dessert: "Sobremesas" },
    sold_out: "Esgotado",
    until: (closes) => `até ${closes}`,
    page: (page, pages) => `${page} de ${pages}`,
    none: "Nenhum item disponível agora.",
    closed: "A loja não está recebendo pedidos agora.",
    kitchen_full: (time) => `Cozinha cheia: novos pedidos por volta das ${time}`,
    wait_now: (p50, p90) => `Pedindo agora, pronto em ${p50 === p90 ? `cerca de ${p50}` : `${p50} a ${p90}`} min`,
    opens: OPENS["pt-BR"],
  },
  en: {
    title: "Menu",
    categories: { combo: "Combos", burger: "Burgers", side: "Sides", drink: "Drinks", dessert: "Desserts" },
    sold_out: "Sold out",
    until: (closes) => `until ${closes}`,
    page: (page, pages) => `${page} of ${pages}`,
    none: "Nothing available now.",
    closed: "The store is not taking orders now.",
    kitchen_full: (time) => `The kitchen is full: orders again around ${time}`,
    wait_now: (p50, p90) => `Order now, ready in ${p50 === p90 ? `about ${p50}` : `${p50} to ${p90}`} min`,
    opens: OPENS.en,
  },
};
