"""What goes wrong on purpose. Every fault is off until `PUT /simulator/faults` sets it."""

from pydantic import BaseModel, ConfigDict, Field


class Faults(BaseModel):
    """Counters go down as they are used; -1 is for ever."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    drop_notifications: int = Field(default=0, ge=-1)
    delay_seconds: float = Field(default=0, ge=0, le=60)
    duplicates: int = Field(default=0, ge=0, le=500, description="How often each notification is sent once more.")
    reorder: bool = Field(default=False, description="Each notification waits for the next and is sent after it.")
    forge: bool = Field(default=False, description="Notifications are signed with a wrong secret.")

    fail_calls: int = Field(default=0, ge=-1, description="How many API calls answer `fail_status` and do nothing.")
    fail_status: int = Field(default=500, ge=400, le=599)
    fail_as_page: bool = Field(default=False, description="Those failures are HTML pages, as a proxy answers.")
    fail_after_commit: int = Field(default=0, ge=-1, description="How many API calls answer 500 though they worked.")
    hang_seconds: float = Field(default=0, ge=0, le=60)
    retry_after: int | None = Field(default=None, description="Sent with a 429.")

    token_ended: bool = Field(default=False, description="The access token is over: 401.")
    without_qr_data: int = Field(default=0, ge=-1, description="How many new orders have no QR code.")
    unknown_orders: int = Field(default=0, ge=-1, description="How many API calls about an order do not know it.")

    lock_cancel: bool = Field(default=False, description="A payment is in progress: no cancellation.")
    approve_late: bool = Field(default=False, description="An expired or cancelled order can be paid all the same.")
    paid_amount: str | None = Field(default=None, description="What is paid instead of the order's amount.")
    refund_stuck: bool = Field(default=False, description="A refund stays in processing.")
    refund_fails: bool = Field(default=False, description="A refund is accepted and fails later.")
    refund_refused: str | None = Field(default=None, description="The code with which refunds are refused.")

    def used(self, counter: str) -> bool:
        """Whether the fault strikes now; takes one off its counter."""
        remaining: int = getattr(self, counter)
        if remaining > 0:
            setattr(self, counter, remaining - 1)
        return remaining != 0
