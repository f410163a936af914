"""What people read of a problem, by its code: English, Brazilian Portuguese. `{member}` names an extension
member of the problem."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "internal": ("Something failed on our side.", "Algo falhou do nosso lado."),
    "busy": (
        "Too much is happening at once; please try again.",
        "Muita coisa ao mesmo tempo; tente de novo.",
    ),
    "body-malformed": ("The body is not valid JSON in UTF-8.", "O corpo não é JSON válido em UTF-8."),
    "body-too-large": (
        "The body is larger than {limit_bytes} bytes.",
        "O corpo é maior que {limit_bytes} bytes.",
    ),
    "body-invalid": ("The body breaks the rules listed.", "O corpo não segue as regras listadas."),
    "parameter-invalid": (
        "The parameter {parameter} is not valid.",
        "O parâmetro {parameter} não é válido.",
    ),
    "parameter-unknown": (
        "This takes no parameter {parameter}.",
        "Isto não aceita o parâmetro {parameter}.",
    ),
    "if-match-missing": (
        "Send If-Match with the ETag last read, so that nobody's change is lost.",
        "Envie If-Match com o último ETag lido, para que a mudança de ninguém se perca.",
    ),
    "precondition-failed": (
        "This is not the version that If-Match names.",
        "Esta não é a versão que o If-Match indica.",
    ),
    "unauthorized": (
        "This needs a valid token; please sign in.",
        "Isto exige um token válido; entre de novo.",
    ),
    "refused": ("The request was refused.", "A requisição foi recusada."),
    "token-not-accepted": ("This token is not accepted here.", "Este token não é aceito aqui."),
    "group-required": (
        "This needs one of these groups: {groups}.",
        "Isto exige um destes grupos: {groups}.",
    ),
    "store-missing": (
        "Your account belongs to no store; ask your manager.",
        "Sua conta não está ligada a nenhuma loja; fale com a gerência.",
    ),
    "ticket-invalid": (
        "The ticket was changed or has ended; ask for another.",
        "O tíquete foi alterado ou expirou; peça outro.",
    ),
    "sign-in-required": (
        "Please sign in as a verified customer.",
        "Entre com uma conta de cliente verificada.",
    ),
    "route-unknown": ("There is nothing here.", "Não há nada aqui."),
    "cpf-invalid": ("This is not a valid CPF.", "Este CPF não é válido."),
    "customer-reference-invalid": (
        "The customer reference was changed or has ended; identify again.",
        "A referência do cliente foi alterada ou expirou; identifique-se de novo.",
    ),
    "store-unknown": ("There is no such store.", "Não existe essa loja."),
    "store-closed": (
        "The store does not take orders now.",
        "A loja não está recebendo pedidos agora.",
    ),
    "store-stopped": (
        "The store has stopped taking orders for the moment.",
        "A loja parou de receber pedidos por enquanto.",
    ),
    "kitchen-full": (
        "The kitchen has as much to do as it can take. Please try again in a few minutes.",
        "A cozinha está com todos os pedidos que consegue preparar. Tente de novo em alguns minutos.",
    ),
    "order-exceeds-kitchen": (
        "This order is more than the kitchen takes at a time. Please order less, or at the counter.",
        "Este pedido é maior do que a cozinha aceita de uma vez. Peça menos, ou peça no balcão.",
    ),
    "store-changed": (
        "The store's settings changed in the meantime; read them again.",
        "As configurações da loja mudaram nesse meio-tempo; leia-as de novo.",
    ),
    "product-changed": (
        "The product changed in the meantime; read it again.",
        "O produto mudou nesse meio-tempo; leia-o de novo.",
    ),
    "option-unavailable": (
        "{option_id} cannot be chosen for {name} now.",
        "{option_id} não pode ser escolhido para {name} agora.",
    ),
    "options-count": (
        "Too few or too many options of {group_id} for {name}.",
        "Opções de menos ou de mais de {group_id} para {name}.",
    ),
    "choice-unknown": (
        "The choice for {slot_id} of {name} is missing or not offered.",
        "A escolha para {slot_id} de {name} falta ou não é oferecida.",
    ),
    "product-unknown": ("There is no product {product_id}.", "Não existe o produto {product_id}."),
    "product-unavailable": (
        "{name} cannot be ordered now.",
        "{name} não pode ser pedido agora.",
    ),
    "product-reserved": (
        "Other customers are about to pay for the last units of {name}; please try again in a few minutes.",
        "Outros clientes estão pagando as últimas unidades de {name}; tente de novo em alguns minutos.",
    ),
    "product-limit": (
        "An order has at most {limit} units of {name}.",
        "Um pedido tem no máximo {limit} unidades de {name}.",
    ),
    "choice-not-offerable": (
        "{choice} cannot be chosen in a combo: it is a combo itself, or there is no such product.",
        "{choice} não pode ser escolhido em um combo: é um combo, ou não existe esse produto.",
    ),
    "product-in-combos": (
        "{name} is a choice in {combos}, so it cannot become a combo.",
        "{name} é uma escolha em {combos}, então não pode virar um combo.",
    ),
    "option-unknown": ("No product has the option {option_id}.", "Nenhum produto tem a opção {option_id}."),
    "campaign-unknown": ("There is no such campaign.", "Não existe essa campanha."),
    "campaign-changed": (
        "The campaign changed in the meantime; read it again.",
        "A campanha mudou nesse meio-tempo; leia-a de novo.",
    ),
    "campaign-ended": (
        "The campaign has ended for good; make another.",
        "A campanha terminou de vez; crie outra.",
    ),
    "mailing-unknown": ("There is no such mailing.", "Não existe esse envio."),
    "mailing-ended": (
        "The mailing is over; write another.",
        "O envio já terminou; crie outro.",
    ),
    "mailing-changed": (
        "The mailing changed in the meantime; read it again.",
        "O envio mudou nesse meio-tempo; leia de novo.",
    ),
    "own-address-missing": (
        "Your account has no e-mail address for the test.",
        "Sua conta não tem um e-mail para receber o teste.",
    ),
    "test-mail-refused": (
        "The test was not taken for your e-mail address; nothing was saved.",
        "O teste não foi aceito para o seu e-mail; nada foi salvo.",
    ),
    "test-mail-unavailable": (
        "Nothing was saved: Amazon SES has e-mails paused, or not allowed for this address yet. Tell whoever runs the system.",
        "Nada foi salvo: o Amazon SES pausou os e-mails ou ainda não liberou este endereço. Avise quem cuida do sistema.",
    ),
    "mail-unavailable": (
        "No e-mail can be sent at the moment. Please try again later.",
        "Não dá para enviar e-mails agora. Tente de novo mais tarde.",
    ),
    "unsubscribe-link-unknown": (
        "This link is incomplete or not ours; copy it from the e-mail again.",
        "Este link está incompleto ou não é nosso; copie de novo do e-mail.",
    ),
    "campaign-without-coupons": (
        "This campaign takes no coupons.",
        "Esta campanha não usa cupons.",
    ),
    "too-many-campaigns": (
        "At most {limit} campaigns of {limit_bytes} bytes together are active at once; pause or end one first.",
        "No máximo {limit} campanhas, com {limit_bytes} bytes ao todo, ficam ativas ao mesmo tempo; pause ou termine uma antes.",
    ),
    "coupon-taken": ("This word is a coupon already.", "Esta palavra já é um cupom."),
    "coupon-tries-exceeded": (
        "Too many coupons were tried; please try again in a few minutes.",
        "Foram tentados cupons demais; tente de novo em alguns minutos.",
    ),
    "coupon-refused": (
        "This coupon cannot be used.",
        "Este cupom não pode ser usado.",
    ),
    "discount-used-up": (
        "Others have used up the discount of this order since; please give the money back.",
        "Outros usaram o desconto deste pedido nesse meio-tempo; devolva o dinheiro.",
    ),
    "total-changed": (
        "The price has changed in the meantime; please look at it again.",
        "O preço mudou nesse meio-tempo; confira de novo.",
    ),
    "order-too-large": (
        "At most {limit} units of {limit_products} products, {limit_total} centavos and {limit_bytes} bytes an order.",
        "No máximo {limit} unidades de {limit_products} produtos, {limit_total} centavos e {limit_bytes} bytes por pedido.",
    ),
    "idempotency-key-missing": (
        "Send an Idempotency-Key: a new UUID for each order, the same for its retries.",
        "Envie um Idempotency-Key: um UUID novo por pedido, o mesmo nas repetições.",
    ),
    "idempotency-key-reused": (
        "This Idempotency-Key already made another order.",
        "Este Idempotency-Key já criou outro pedido.",
    ),
    "order-not-found": (
        "There is no such order, or its Order-Key is missing.",
        "Não existe esse pedido, ou falta o seu Order-Key.",
    ),
    "order-status": (
        "The order is {current_status}; this step is not possible.",
        "O pedido está {current_status}; este passo não é possível.",
    ),
    "order-refunded": (
        "The order was refunded and is not made any more; acknowledge it.",
        "O pedido foi devolvido ao cliente e não deve mais ser feito; confirme que viu.",
    ),
    "late-payment-none": (
        "No money that came late waits for a decision here.",
        "Nenhum pagamento atrasado espera uma decisão aqui.",
    ),
    "order-changed": (
        "The order changed in the meantime; read it again.",
        "O pedido mudou nesse meio-tempo; leia-o de novo.",
    ),
    "nothing-to-refund": (
        "The payer already has all of this payment back.",
        "O pagador já tem todo o valor deste pagamento de volta.",
    ),
    "payment-in-progress": (
        "A payment is under way; the order stays open until it ends.",
        "Há um pagamento em andamento; o pedido fica aberto até ele terminar.",
    ),
    "payment-unavailable": (
        "The payment provider does not answer; the order can still be paid.",
        "O meio de pagamento não responde; o pedido ainda pode ser pago.",
    ),
    "pix-unavailable": (
        "The store has no Pix key; please pay at the counter.",
        "A loja não tem chave Pix; pague no balcão.",
    ),
    "customer-not-found": (
        "There is no such customer.",
        "Não existe esse cliente.",
    ),
    "customer-exists": (
        "This address has an account already; just sign in.",
        "Este endereço já tem conta; é só entrar.",
    ),
    "too-many-registrations": (
        "Too many registrations came from your network; please try again later.",
        "Muitos cadastros vieram da sua rede; tente de novo mais tarde.",
    ),
    "too-many-codes": (
        "Five e-mails went to this address in the last half hour. Use the newest one, or try again later.",
        "Cinco e-mails foram enviados a este endereço na última meia hora. Use o mais recente ou tente de novo mais tarde.",
    ),
    "code-not-accepted": (
        "The code is wrong, was used, or has ended; register again for a new one.",
        "O código está errado, já foi usado ou expirou; cadastre-se de novo para receber outro.",
    ),
    "profile-changed": (
        "The profile changed in the meantime; read it again.",
        "O perfil mudou nesse meio-tempo; leia-o de novo.",
    ),
    "staff-unknown": (
        "Nobody of your store has this id.",
        "Ninguém da sua loja tem esse identificador.",
    ),
    "staff-elsewhere": (
        "This person works for another store.",
        "Esta pessoa trabalha em outra loja.",
    ),
    "staff-yourself": (
        "Nobody removes themselves; another manager can.",
        "Ninguém remove a si mesmo; peça a outra pessoa da gerência.",
    ),
    "invitation-not-sent": (
        "The invitation could not be sent. Check the address; if it is right, no e-mails may be going out at the moment.",
        "Não foi possível enviar o convite. Confira o endereço; se estiver certo, talvez nenhum e-mail esteja saindo agora.",
    ),
    "order-claimed": (
        "The order is in another customer's history.",
        "O pedido está no histórico de outro cliente.",
    ),
    "notification-unsigned": (
        "The notification's signature is missing or wrong.",
        "A assinatura da notificação falta ou está errada.",
    ),
}


def detail(code: str, members: dict[str, object], language: str) -> str:
    """The text of a problem in `language` (an Accept-Language header; English unless it starts with pt)."""
    english, portuguese = PROBLEMS[code]
    in_portuguese = language.lower().startswith("pt")
    localized = {name: _localized(value, "pt-BR" if in_portuguese else "en") for name, value in members.items()}
    return (portuguese if in_portuguese else english).format_map(localized)


def _localized(value: object, language: str) -> object:
    match value:
        case list():
            return ", ".join(map(str, value))
        case {"pt-BR": portuguese, "en": english}:  # a name of the menu
            return portuguese if language == "pt-BR" else english
    return value
