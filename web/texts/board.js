export const BOARD = {
  "pt-BR": {
    preparing: "Em preparo",
    ready: "Pronto para retirar",
    none: "Nenhum pedido no momento.",
    page: (page, pages) => `${page} de ${pages}`,
    is_ready: (number) => `Pronto: ${number}`,
    call: (number) => `Senha ${number}, pode retirar.`,
    earlier: (numbers) => `De dias anteriores: ${numbers}`,
    unmute: "Toque para ativar o som",
  },
  en: {
    preparing: "In preparation",
    ready: "Ready to pick up",
    none: "No orders at the moment.",
    page: (page, pages) => `${page} of ${pages}`,
    is_ready: (number) => `Ready: ${number}`,
    call: (number) => `Number ${number}, ready to pick up.`,
    earlier: (numbers) => `Of earlier days: ${numbers}`,
    unmute: "Touch for sound",
  },
};
