"""Lines of orders as the staff's pages get them."""

from typing import Any

COMBO: dict[str, Any] = {
    "product_id": "combo-byte",
    "category": "combo",
    "name": {"pt-BR": "Combo Byte", "en": "Byte combo"},
    "options": [],
    "choices": [
        {
            "product_id": "byte-classico",
            "category": "burger",
            "name": {"pt-BR": "Byte Clássico", "en": "Byte classic"},
            "options": [
                {"option_id": "bacon", "name": {"pt-BR": "Bacon", "en": "Bacon"}, "price": 500},
                {"option_id": "sem-cebola", "name": {"pt-BR": "Sem cebola", "en": "No onion"}, "price": 0},
            ],
        },
        {
            "product_id": "batata-frita",
            "category": "side",
            "name": {"pt-BR": "Batata Frita", "en": "Fries"},
            "options": [],
        },
    ],
    "note": "bem passado",
    "unit_price": 2495,
    "quantity": 2,
    "done": False,
}
COLA: dict[str, Any] = {
    "product_id": "cola",
    "category": "drink",
    "name": {"pt-BR": "Cola", "en": "Cola"},
    "options": [],
    "choices": [],
    "note": None,
    "unit_price": 890,
    "quantity": 3,
    "done": False,
}
