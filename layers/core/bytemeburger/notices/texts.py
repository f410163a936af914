"""What people read in a message: (subject, text) by language. Money in centavos becomes reais."""

CUSTOMER = {
    "order-paid": {
        "pt-BR": (
            "Pedido {number} confirmado",
            "Recebemos o pagamento de {amount}. O número do seu pedido é {number}; avisaremos quando estiver pronto.",
        ),
        "en": (
            "Order {number} is confirmed",
            "We received your payment of {amount}. Your order's number is {number}; we will tell you when it is ready.",
        ),
    },
    "order-ready": {
        "pt-BR": ("Pedido {number} pronto", "O pedido {number} está pronto. Retire no balcão."),
        "en": ("Order {number} is ready", "Order {number} is ready. Please pick it up at the counter."),
    },
    "refund-done": {
        "pt-BR": (
            "Devolução de {amount}",
            "Devolvemos {amount} do seu pedido pelo mesmo meio do pagamento. O banco mostra o valor em breve.",
        ),
        "en": (
            "Refund of {amount}",
            "We gave back {amount} of your order, the way it was paid. Your bank will show it shortly.",
        ),
    },
}

# Stores are in Brazil.
STORE = {
    "stock-low": (
        "Estoque baixo: {product}",
        "Restam {units} unidades de {product} (aviso com {low_at} ou menos). Conte de novo ou tire do cardápio.",
    ),
    "refund-refused": (
        "Devolução recusada: {amount}",
        "O meio de pagamento recusou devolver {amount} do pedido {order}. Devolva pelo painel do provedor.",
    ),
}


def reais(centavos: int) -> str:
    """`R$ 1.234,50`."""
    reais, cents = divmod(centavos, 100)
    return f"R$ {reais:,}".replace(",", ".") + f",{cents:02d}"
