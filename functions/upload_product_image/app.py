"""POST /products/{product_id}/image: where and how a browser uploads a picture, straight to storage.

The form is good for five minutes, one name, one type and one size; storage itself refuses anything else. Saving the
product with the `image` answered shows it.
"""

import uuid

from bytemeburger import aws, settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.menu.rules import IMAGE_TYPES, MOST_IMAGE_BYTES
from bytemeburger.menu.schemas import NewImage

SECONDS_TO_UPLOAD = 300


@endpoint("manager")
def handler(request: Request) -> Reply:
    product_id = request.path("product_id")
    content_type = request.parse(NewImage).content_type
    image = f"products/{product_id}/{uuid.uuid4().hex}.{IMAGE_TYPES[content_type]}"
    fixed = {"Content-Type": content_type, "Cache-Control": "public, max-age=31536000, immutable"}
    form = aws.client("s3").generate_presigned_post(
        settings.images_bucket(),
        image,
        Fields=fixed,
        Conditions=[*({name: value} for name, value in fixed.items()), ["content-length-range", 1, MOST_IMAGE_BYTES]],
        ExpiresIn=SECONDS_TO_UPLOAD,
    )
    return Reply({"image": image, "url": form["url"], "fields": form["fields"]}, status=201)
