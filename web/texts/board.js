export const BOARD = {
  "pt-BR": {
    preparing: "Em preparo",
    ready: "Pronto para retirar",
    none: "Nenhum pedido no momento.",
    page: (page, pages) => `${page} de ${pages}`,
    is_ready: (number) => `Pronto: ${number}`,
  },
  en: {
    preparing: "In preparation",
    ready: "Ready to pick up",
    none: "No orders at the moment.",
    page: (page, pages) => `${page} of ${pages}`,
    is_ready: (number) => `Ready: ${number}`,
  },
};
