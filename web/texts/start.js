export const START = {
  "pt-BR": {
    other_language: "English",
    guide: "Guia visual das páginas",
    pages: {
      kiosk: ["Totem", "O cliente escolhe, pede e paga."],
      counter: ["Balcão", "Montar pedidos, receber, cancelar, devolver e imprimir. Entra quem é da equipe."],
      kitchen: ["Cozinha", "O que preparar e entregar. Entra quem é da equipe."],
      board: ["Painel de retirada", "As senhas em preparo e as prontas, chamadas em voz alta."],
      "menu-board": ["Painel do cardápio", "O que se vende agora e por quanto, na tela acima do balcão."],
      manager: ["Gerência", "O dia, o cardápio, as vendas, a equipe. Entra quem gerencia a loja."],
      account: ["Celular do cliente", "Acompanhar o pedido, pedir de novo, cuidar dos próprios dados. O QR Code do totem abre o pedido."],
    },
  },
  en: {
    other_language: "Português",
    guide: "Visual guide to the pages",
    pages: {
      kiosk: ["Kiosk", "Customers choose, order and pay."],
      counter: ["Counter", "Take orders and money, cancel, give back and print. For the staff."],
      kitchen: ["Kitchen", "What to prepare and hand over. For the staff."],
      board: ["Pick-up board", "The numbers in preparation and those that are ready, called aloud."],
      "menu-board": ["Menu board", "What is sold now and for how much, on the screen above the counter."],
      manager: ["Manager", "The day, the menu, the sales, the staff. For whoever manages the store."],
      account: ["Customer's phone", "Follow the order, order again, look after one's own data. The kiosk's QR code opens the order."],
    },
  },
};
