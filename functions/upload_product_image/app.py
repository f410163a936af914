"""POST /products/{product_id}/image: where and how a browser uploads a picture, straight to storage.

The form is good for five minutes, one name, one type and as many bytes as were asked for at the most; storage itself refuses anything else. Saving the
product with the `image` answered shows it.
"""

import uuid

from bytemeburger import settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.menu import records, views
from bytemeburger.menu.rules import IMAGE_TYPES
from bytemeburger.menu.schemas import NewImage
from bytemeburger.upload_form import upload_form

SECONDS_TO_UPLOAD = 300


@endpoint("manager", statuses=(201,), problems={404: ("product-unknown",)})
def handler(request: Request, body: NewImage) -> Response[views.ImageUpload]:
    product_id, content_type = request.path("product_id"), body.content_type
    records.require(request.principal.staff_store, product_id)
    image = f"products/{product_id}/{uuid.uuid4().hex}.{IMAGE_TYPES[content_type]}"
    headers = {"Content-Type": content_type, "Cache-Control": "public, max-age=31536000, immutable"}
    form = upload_form(settings.images_bucket(), image, headers, body.bytes, SECONDS_TO_UPLOAD)
    return Response({"image": image, "url": form.url, "fields": form.fields})
